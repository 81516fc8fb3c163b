import JSON
import PlatformSimulator

/// What is left on the platform when a script was played, and what the player heard meanwhile.
struct ScriptOutcome: Sendable {
  /// What is compared, by the name of its place.
  private var lines: [String: String] = [:]

  /// - Parameter heard: the lines of everything that the player heard, in its order.
  init(of bot: String, on simulator: Simulator, heard: [JSONValue]) async throws {
    let log = try await simulator.control("tg/\(bot)/log").body
    for chat in log["chats"]?.elements ?? [] {
      let name = "chat \(chat["chat"]?.int ?? 0)"
      note(name, [["type": chat["type"] ?? .null, "read_up_to": chat["read_up_to"] ?? .null]])
      note("\(name) message", chat["messages"]?.elements ?? [])
    }
    note("heard", heard)
    let ledger = try await simulator.control("tg/\(bot)/ledger").body
    note("press", (ledger["presses"]?.elements ?? []).map(Self.answered))
    note("action", Self.actions(simulator))
  }

  private mutating func note(_ name: String, _ values: [JSONValue]) {
    for (number, value) in values.enumerated() {
      lines["\(name) \(number + 1)"] = String(
        decoding: JSONWriter.bytes(of: value.ordered), as: UTF8.self)
    }
  }

  /// How a press was answered; its id and what is not said differ from one player to the next.
  private static func answered(_ press: JSONValue) -> JSONValue {
    let answer = press["answer"]
    let isAlert = answer?["show_alert"]?.string?.lowercased() == "true"
    return [
      "from": press["from_id"] ?? .null, "text": answer?["text"] ?? .null,
      "url": answer?["url"] ?? .null, "alert": .bool(isAlert),
    ]
  }

  /// What was seen being done, each once: who is typing says it again and again.
  private static func actions(_ simulator: Simulator) -> [JSONValue] {
    var seen: [JSONValue] = []
    for call in simulator.calls(method: "sendChatAction") {
      let names = ["chat_id", "message_thread_id", "action"]
      let action = JSONValue.object(
        names.map { .init($0, call.parameters[$0] ?? .null) })
      if !seen.contains(action) { seen.append(action) }
    }
    return seen
  }

  /// Every place where two outcomes differ, with what stands there in both.
  func differences(from other: ScriptOutcome) -> [String] {
    Set(lines.keys).union(other.lines.keys).sorted().compactMap { name in
      guard lines[name] != other.lines[name] else { return nil }
      return "\(name):\n  \(lines[name] ?? "nothing")\n  \(other.lines[name] ?? "nothing")"
    }
  }

  /// How many lines there are of everything whose name begins so.
  func count(of name: String) -> Int { lines.keys.count { $0.hasPrefix(name) } }
}

extension JSONValue {
  /// The value with the members of all objects in the order of their names.
  fileprivate var ordered: JSONValue {
    switch self {
    case .array(let elements): .array(elements.map(\.ordered))
    case .object(let members):
      .object(members.map { .init($0.name, $0.value.ordered) }.sorted { $0.name < $1.name })
    default: self
    }
  }
}
