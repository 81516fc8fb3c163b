import JSON

/// An error as VK answers it, inside HTTP 200.
struct VKError: Error, Hashable, Sendable {
  var code: Int
  var message: String

  /// The whole answer, with the parameters of the call as VK repeats them.
  func answer(to method: String, _ parameters: RequestParameters) -> JSONValue {
    var echo: [JSONValue] = [
      ["key": "method", "value": .string(method)], ["key": "oauth", "value": "1"],
    ]
    for (name, value) in parameters.values where name != "access_token" {
      echo.append(["key": .string(name), "value": .string(value)])
    }
    return [
      "error": [
        "error_code": .int(code), "error_msg": .string(message), "request_params": .array(echo),
      ]
    ]
  }

  /// The short form inside the answer of a send to several peers.
  var perRecipient: JSONValue { ["code": .int(code), "description": .string(message)] }

  static func parameter(_ problem: String) -> VKError {
    VKError(
      code: 100, message: "One of the parameters specified was missing or invalid: \(problem)")
  }

  static let noToken = VKError(
    code: 5, message: "User authorization failed: no access_token passed.")
  static let wrongToken = VKError(
    code: 5, message: "User authorization failed: invalid access_token (4).")
  static let noVersion = VKError(code: 8, message: "Invalid request: v is required")

  /// The error of that code with VK's own text (vk-api-schema, MIT, Copyright (c) 2016 VK.com).
  static func known(_ code: Int) -> VKError {
    VKError(code: code, message: texts[code] ?? "Simulated error \(code)")
  }

  private static let texts: [Int: String] = [
    1: "Unknown error occurred", 3: "Unknown method passed",
    6: "Too many requests per second", 7: "Permission to perform this action is denied",
    9: "Flood control", 10: "Internal server error", 14: "Captcha needed",
    15: "Access denied", 18: "User was deleted or banned",
    27: "Group authorization failed: method is unavailable with group auth.",
    29: "Rate limit reached", 900: "Can't send messages for users from blacklist",
    901: "Can't send messages for users without permission",
    902: "Can't send messages to this user due to their privacy settings",
    909: "Can't edit this message, because it's too old",
    911: "Keyboard format is invalid",
    912: "This is a chat bot feature, change this status in settings",
    914: "Message is too long", 917: "You don't have access to this chat",
    920: "Can't edit this kind of message", 924: "Can't delete this message for everybody",
    913: "Too many forwarded messages", 921: "Can't forward these messages",
    925: "You are not admin of this chat", 943: "Cannot use this intent",
    1009: "Reaction is invalid", 2000: "Servers number limit is reached",
  ]
}
