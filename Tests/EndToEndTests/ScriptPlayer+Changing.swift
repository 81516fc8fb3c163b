import JSON
import NIOHTTP1
import PlatformSimulator
import Testing

/// What is done to messages that stand, and between messages.
extension ScriptPlayer {
  mutating func edit(_ step: JSONValue) async throws {
    let name = step["of"]?.string
    var body = words(step)
    if let file = step["file"] {
      body = body.with(["attachments": .array(try await items([file]))])
    }
    let id = try event(name).id
    _ = try await api.done(.PATCH, "/v1/messages/\(id)", body)
    try await succeeds("platform_edit", of: id)
    if let name { events[name] = try await api.event(id) }
  }

  func delete(_ step: JSONValue) async throws {
    let names = step["of"]?.elements.compactMap(\.string) ?? []
    let ids = try names.map { try event($0).id }
    if let id = ids.first, ids.count == 1 {
      _ = try await api.done(.DELETE, "/v1/messages/\(id)")
    } else {
      let body: JSONValue = ["event_ids": .array(ids.map { .string($0) })]
      _ = try await api.done(.POST, "/v1/messages/delete", body)
    }
    for id in ids { try await succeeds("platform_delete", of: id) }
  }

  private func succeeds(_ account: String, of id: String) async throws {
    var state: JSONValue?
    try await eventually("\(account) is over", within: .seconds(15)) {
      state = try await api.event(id)["message_interactions"]?[account]
      return state?["state"] != "pending"
    }
    try #require(state?["state"] == "succeeded", "\(state ?? .null)")
  }

  func act(_ step: JSONValue) async throws {
    let kinds = ["typing": "typing", "upload_photo": "photo"]
    let kind = try #require(step["action"]?.string.flatMap { kinds[$0] })
    let before = stage.simulator.calls(method: "sendChatAction").count
    _ = try await api.done(
      .POST, "/v1/dialogs/\(try dialog(step))/typing",
      ["state": "on", "kind": .string(kind), "seconds": 1])
    try await eventually("it is seen", within: .seconds(15)) {
      stage.simulator.calls(method: "sendChatAction").count > before
    }
  }

  func mark(_ step: JSONValue) async throws {
    let target = try event((step["of"] ?? step["to"])?.string)
    let path = "/v1/messages/\(target.id)"
    let answer: JSONValue
    switch step["do"]?.string {
    case "react":
      answer =
        if let emoji = step["emoji"] {
          try await api.done(.PUT, "\(path)/reactions", ["emoji": emoji])
        } else { try await api.done(.DELETE, "\(path)/reactions") }
    case "pin":
      answer = try await api.done(
        .POST, "\(path)/pin", ["silent": .bool(step["silent"] == true)])
    case "unpin": answer = try await api.done(.POST, "\(path)/unpin")
    case "stop_poll": answer = try await api.done(.POST, "\(path)/poll/stop")
    case "answer":
      answer = try await api.done(
        .POST, "/v1/interactions/\(target.id)/answer",
        ["text": step["text"] ?? "", "alert": .bool(step["alert"] == true)])
    case "read":
      answer = try await api.done(
        .POST, "/v1/dialogs/\(target.dialog)/read", ["up_to_event_id": .string(target.id)])
      try #require(answer["platform_read"]?["state"] == "succeeded", "\(answer)")
    default: throw Stuck(description: "nobody can play that")
    }
    try #require(answer != .null)
  }
}
