import JSON

/// An error of the Bot API; its description is what clients go by.
struct TelegramError: Error, Hashable, Sendable {
  var code: Int
  var description: String
  var retryAfter: Int?
  /// The supergroup that took the group's place.
  var migrateTo: Int64?

  var answer: JSONValue {
    .members([
      "ok": false, "error_code": .int(code), "description": .string(description),
      "parameters": retryAfter.map { ["retry_after": .int($0)] }
        ?? migrateTo.map { ["migrate_to_chat_id": .int($0)] },
    ])
  }

  static func badRequest(_ problem: String) -> TelegramError {
    TelegramError(code: 400, description: "Bad Request: \(problem)")
  }

  static func forbidden(_ problem: String) -> TelegramError {
    TelegramError(code: 403, description: "Forbidden: \(problem)")
  }

  static func migrated(to chat: Int64) -> TelegramError {
    var error = badRequest("group chat was upgraded to a supergroup chat")
    error.migrateTo = chat
    return error
  }

  static func tooMany(_ retryAfter: Int) -> TelegramError {
    TelegramError(
      code: 429, description: "Too Many Requests: retry after \(retryAfter)",
      retryAfter: retryAfter)
  }

  /// The error of a bare HTTP status.
  static func status(_ code: Int) -> TelegramError {
    let names = [
      401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict",
      413: "Request Entity Too Large", 500: "Internal Server Error", 502: "Bad Gateway",
      503: "Service Unavailable", 504: "Gateway Timeout",
    ]
    return TelegramError(code: code, description: names[code] ?? "Error \(code)")
  }

  static let noToken = status(404)
  static let noMethod = TelegramError(code: 404, description: "Not Found: method not found")
  static let blocked = TelegramError(
    code: 403, description: "Forbidden: bot was blocked by the user")
  static let otherPoller = TelegramError(
    code: 409,
    description: "Conflict: terminated by other getUpdates request; "
      + "make sure that only one bot instance is running")
  static let webhookIsActive = TelegramError(
    code: 409,
    description: "Conflict: can't use getUpdates method while webhook is active; "
      + "use deleteWebhook to delete the webhook first")
  static let webhookWasSet = TelegramError(
    code: 409, description: "Conflict: terminated by setWebhook request")
}

/// What a method of the Bot API answers when it succeeds.
struct TelegramResult: Hashable, Sendable {
  var result: JSONValue
  var description: String?

  init(_ result: JSONValue, _ description: String? = nil) {
    self.result = result
    self.description = description
  }

  static let done = TelegramResult(true)

  var answer: JSONValue {
    .members(["ok": true, "result": result, "description": description.json])
  }
}
