import Foundation
import JSON
import PlatformSimulator
import Testing

/// Three hundred lines that sixty people write over three channels, and an answer to each.
struct Correspondence: Sendable {
  static let channels: [ChannelUnderTest] = [.vkCallback, .telegramWebhook, .email]
  static let people = 20
  static let rounds = 5

  let stage: Stage

  static func lines(of round: Int) -> [Line] {
    channels.flatMap { channel in
      (0..<people).map { Line(channel: channel, person: $0, round: round) }
    }
  }

  static var lines: [Line] { (0..<rounds).flatMap(lines(of:)) }

  /// Lets everybody write once, and does `meanwhile` what it says.
  ///
  /// A person's next line is written when VK has got rid of the last: VK keeps no order among posts
  /// that it repeats.
  func write(round: Int, meanwhile: () async throws -> Void = {}) async throws {
    for line in Self.lines(of: round) { try await line.write(on: stage) }
    try await meanwhile()
    try await eventually("everything is posted") { stage.simulator.deliveriesWaiting == 0 }
  }

  /// The events of all lines, as soon as there are so many.
  func inbound() async throws -> [String: JSONValue] {
    let count = Self.lines.count
    try await eventually("\(count) lines are events") {
      try await stage.api.events("&messages_only=true").filter(\.isInbound).count >= count
    }
    let events = try await stage.api.events("&messages_only=true").filter(\.isInbound)
    #expect(events.map(\.text).sorted() == Self.lines.map(\.text).sorted())
    #expect(events.allSatisfy { $0["action_type"] == "message_created" })
    for dialog in Dictionary(grouping: events, by: \.dialog).values {
      #expect(dialog.map(\.text) == dialog.map(\.text).sorted(), "a dialog is out of order")
      #expect(dialog.count == Self.rounds)
    }
    return Dictionary(events.map { ($0.text, $0) }) { first, _ in first }
  }

  /// Answers everybody's line of that round, and does `meanwhile` what it says.
  func answer(
    round: Int, _ events: [String: JSONValue],
    meanwhile: @escaping @Sendable () async throws -> Void = {}
  ) async throws {
    try await withThrowingTaskGroup { group in
      for line in Self.lines(of: round) {
        let event = try #require(events[line.text])
        group.addTask { try await answer(line, event) }
      }
      group.addTask { try await meanwhile() }
      try await group.waitForAll()
    }
  }

  /// Asks until it is answered, as a careful client does: with the same key each time.
  private func answer(_ line: Line, _ event: JSONValue) async throws {
    let body: JSONValue = [
      "content": .string(line.answer), "delivery_ref": event["delivery_ref"] ?? nil,
    ]
    let path = "/v1/dialogs/\(event.dialog)/messages"
    try await eventually("an answer is accepted") {
      // A daemon that was killed answers nobody.
      guard let answer = try? await stage.api.post(path, body, key: event.id) else { return false }
      if answer.status == 202 { return true }
      guard answer.status >= 500 else { throw APIClient.Unexpected(answer, to: path) }
      return false
    }
  }

  /// The events of all answers, as soon as none is on its way any more.
  func outbound() async throws -> [JSONValue] {
    try await eventually("every answer has come to its end") {
      let answers = try await stage.api.events("&messages_only=true").filter { !$0.isInbound }
      return answers.count >= Self.lines.count
        && answers.allSatisfy { $0.sending == "sent" || $0.sending == "failed" || $0.isUncertain }
    }
    let answers = try await stage.api.events("&messages_only=true").filter { !$0.isInbound }
    #expect(answers.map(\.text).sorted() == Self.lines.map(\.answer).sorted())
    return answers
  }

  /// Holds what has arrived against what was promised: all of it once, quoting the right line, in
  /// the order of each conversation; nothing or once where the outcome is unknown.
  func check(_ answers: [JSONValue]) async throws {
    let arrivals = try await Arrival.all(on: stage)
    let counts = Dictionary(arrivals.map { ($0.text, 1) }, uniquingKeysWith: +)
    for answer in answers {
      let count = counts[answer.text] ?? 0
      if answer.isUncertain {
        #expect(count <= 1, "\(answer.text) came \(count) times")
      } else {
        #expect(count == 1, "\(answer.text) came \(count) times")
        #expect(answer.sending == "sent")
        #expect(answer["external_message_id"]?.string?.isEmpty == false)
      }
    }
    let lines = Dictionary(uniqueKeysWithValues: Self.lines.map { ($0.answer, $0.text) })
    for arrival in arrivals {
      let line = try #require(lines[arrival.text], "nobody was told that")
      #expect(arrival.quoted == line)
    }
    for place in Dictionary(grouping: arrivals, by: \.place).values {
      #expect(place.map(\.text) == place.map(\.text).sorted(), "answers overtook each other")
    }
  }
}

extension JSONValue {
  /// What tests look at in an event.
  var id: String { self["id"]?.string ?? "" }
  var dialog: String { self["dialog_id"]?.string ?? "" }
  var text: String { self["message"]?["content"]?.string ?? "" }
  var isInbound: Bool { self["source_context"]?["direction"] == "inbound" }
  var sending: String? { self["status"]?["sending"]?["status"]?.string }
  var isUncertain: Bool { self["tags"]?.elements.contains("delivery:uncertain") == true }
}
