import JSON

/// What rules and limits go by: a call's method, and the chat that it is about.
struct CallTarget: Hashable, Sendable {
  var method: String
  /// The chat or peer; nil when the call names none, or none by its number.
  var chat: Int64?
  /// How many messages the call makes: an album counts with all its items.
  var messages = 0
  /// Whether the platform counts the call against the account's limit.
  var isCounted = true

  /// A call of the Bot API.
  static func telegram(_ method: String, _ parameters: RequestParameters) -> CallTarget {
    let name = method.lowercased()
    let isSilent = ["sendchataction", "sendmessagedraft", "sendrichmessagedraft"].contains(name)
    let isSend = !isSilent && ["send", "copy", "forward"].contains { name.hasPrefix($0) }
    let items =
      name == "sendmediagroup"
      ? parameters.json("media")?.elements.count ?? 1 : parameters.ints("message_ids").count
    return CallTarget(
      method: method, chat: parameters.int("chat_id"), messages: isSend ? max(1, items) : 0,
      isCounted: !name.hasPrefix("get") && !name.hasSuffix("webhook"))
  }

  /// A call of the VK API.
  static func vk(_ method: String, _ parameters: RequestParameters) -> CallTarget {
    let chat =
      parameters.int("peer_id") ?? parameters.ints("peer_ids").first
      ?? parameters.int("user_id")
    return CallTarget(method: method, chat: chat, messages: method == "messages.send" ? 1 : 0)
  }
}
