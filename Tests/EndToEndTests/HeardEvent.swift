import JSON

/// What the daemon's events say, in the words that `Script/heard.py` has for the same.
enum HeardEvent {
  /// Changes that somebody else made.
  static let kinds = [
    "message_created", "message_edited", "button_clicked", "reaction_added", "reaction_removed",
    "poll_answer_changed", "lead_subscribed", "lead_unsubscribed", "state_changed",
  ]

  static func line(_ event: JSONValue) -> JSONValue {
    let action = event["action_type"]?.string ?? ""
    switch action {
    case "message_created": return message(event)
    case "button_clicked":
      return present(
        [
          ("what", "press"), ("data", event["button_click"]?["callback_data"]),
        ] + place(event))
    case "reaction_added", "reaction_removed":
      return present(
        [
          ("what", .string(action)), ("emoji", event["reaction"]?["emoji"]),
        ] + place(event))
    case "poll_answer_changed":
      let answer = event["poll_answer"]
      return present([
        ("what", "vote"), ("from", answer?["voter_id"]), ("poll", answer?["poll_id"]),
        ("options", answer?["option_ids"]),
      ])
    case "lead_unsubscribed", "lead_subscribed":
      let what: JSONValue = action == "lead_subscribed" ? "unblocked" : "blocked"
      return present([("what", what), ("from", event["sender"]?["external_id"])])
    case "state_changed" where event.tags.contains("tg:business_connection"):
      return present([
        ("what", "connection"), ("name", event["target_id"]),
        ("from", event["sender"]?["external_id"]),
      ])
    default: return event
    }
  }

  private static func message(_ event: JSONValue) -> JSONValue {
    let data = event["source_context"]?["data_tg"]
    let files = event["attachments"]?.elements.compactMap { $0["type"] } ?? []
    return present(
      [
        ("what", event.version == 1 ? "message" : "edit"), ("text", event["message"]?["content"]),
        ("files", files.isEmpty ? nil : .array(files)),
        ("reply_to", data?["reply_to_message_id"]),
        ("thread", data?["thread_id"]?.int.map { .string("\($0)") }),
        ("connection", data?["business_connection_id"]),
      ] + place(event))
  }

  /// Where it was, who it was, and which message it is or is about.
  private static func place(_ event: JSONValue) -> [(String, JSONValue?)] {
    let data = event["source_context"]?["data_tg"]
    return [
      ("chat", data?["chat_id"]), ("from", data?["from_id"]), ("message", data?["message_id"]),
    ]
  }

  private static func present(_ members: [(String, JSONValue?)]) -> JSONValue {
    .object(members.compactMap { name, value in value.map { .init(name, $0) } })
  }
}
