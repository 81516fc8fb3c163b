import JSON
import PlatformSimulator
import Testing

/// Plays a script as a caller of the daemon's API.
struct ScriptPlayer {
  let stage: Stage
  /// What was heard, in words that are the same for every player.
  private(set) var heard: [JSONValue] = []
  /// Messages and presses by the script's names.
  var events: [String: JSONValue] = [:]
  /// Conversations by the script's names of their places.
  private var dialogs: [String: String] = [:]
  /// The newest change that was looked at.
  private var last: Int64 = 0

  private static let control = "tg/\(ChannelUnderTest.bot)"

  init(on stage: Stage) { self.stage = stage }

  var api: APIClient { stage.api }

  /// A step that could not be done.
  struct Stuck: Error, CustomStringConvertible {
    let description: String
  }

  mutating func play(_ script: Script) async throws {
    last = try await api.changes().last?["seq"]?.int ?? 0
    for (number, step) in script.steps.enumerated() {
      do { try await play(step) } catch {
        throw Stuck(description: "step \(number) (\(step.compact)): \(error)")
      }
    }
    #expect(try await fresh().isEmpty, "more was heard than happened")
  }

  private mutating func play(_ step: JSONValue) async throws {
    switch step["do"]?.string {
    case "order": try await order(step["path"], step["order"])
    case "hear": try await hear(step)
    case "send": try await send(step)
    case "forward": try await forward(step)
    case "edit": try await edit(step)
    case "delete": try await delete(step)
    case "act": try await act(step)
    default: try await mark(step)
    }
  }

  // MARK: The world

  private func order(_ path: JSONValue?, _ order: JSONValue?) async throws {
    let answer = try await stage.simulator.control(
      "\(Self.control)/\(path?.string ?? "")", try await filled(order ?? .null))
    try #require(answer.status == 200, "\(answer.body)")
  }

  /// An order with the numbers of messages in the places of their names.
  private func filled(_ value: JSONValue) async throws -> JSONValue {
    switch value {
    case .array(let elements):
      var all: [JSONValue] = []
      for element in elements { all.append(try await filled(element)) }
      return .array(all)
    case .object(let members):
      var all: [JSONValue.Member] = []
      for member in members { all.append(.init(member.name, try await filled(member.value))) }
      return .object(all)
    case .string(let text) where text.hasPrefix("@"):
      let pieces = text.dropFirst().split(separator: ".")
      let event = try event(pieces.first.map(String.init))
      let number = event["external_message_id"]?.string ?? ""
      return pieces.count == 1 ? .number(number) : try await poll(number)
    default: return value
    }
  }

  private func poll(_ number: String) async throws -> JSONValue {
    let chats = try await stage.simulator.control("\(Self.control)/ledger").body["chats"]
    let messages = (chats?.elements ?? []).flatMap { $0["messages"]?.elements ?? [] }
    let polls = messages.filter { $0["message_id"] == .number(number) }.map {
      $0["content"]?["poll"]?["id"]
    }
    return try #require(polls.compactMap(\.self).first)
  }

  private mutating func hear(_ step: JSONValue) async throws {
    for each in step["orders"]?.elements ?? [] { try await order(step["path"], each) }
    let times = Int(step["times"]?.int ?? 1)
    var told: [JSONValue] = []
    try await eventually("it is heard", within: .seconds(15)) {
      told += try await fresh()
      return told.count >= times
    }
    #expect(told.count == times, "\(step.compact)")
    heard += told.map(HeardEvent.line)
    guard let event = told.first else { return }
    if let name = step["as"]?.string { events[name] = event }
    if let place = step["in"]?.string { dialogs[place] = event.dialog }
  }

  /// What has happened since, without what we do ourselves and what becomes of files.
  private mutating func fresh() async throws -> [JSONValue] {
    let kinds = HeardEvent.kinds.map { "&action_type=\($0)" }.joined()
    let page = try await api.get("/v1/stream/poll?after=\(last)&limit=200\(kinds)")
    last = page["last_seq"]?.int ?? last
    return (page["items"]?.elements ?? []).compactMap { $0["event"] }.filter {
      $0["status"]?["sending"] == nil
    }
  }

  // MARK: Names

  func event(_ name: String?) throws -> JSONValue {
    try #require(name.flatMap { events[$0] }, "nothing is called \(name ?? "so")")
  }

  func dialog(_ step: JSONValue) throws -> String {
    try #require(step["in"]?.string.flatMap { dialogs[$0] }, "\(step.compact)")
  }
}

extension JSONValue {
  var compact: String { String(decoding: JSONWriter.bytes(of: self), as: UTF8.self) }
}
