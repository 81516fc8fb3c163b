import JSON
import PlatformSimulator
import Testing

/// The daemon is killed at each step of a message's way out, and the platform's own count decides.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct PowerCutTests {
  /// Where the first of several messages is when the power is cut.
  enum Moment: String, CaseIterable, Sendable {
    /// Accepted, with or without a byte on the wire.
    case accepted
    /// The platform has the request and has done nothing.
    case written
    /// The platform has done it and has not answered.
    case done
    /// The platform has answered a moment ago.
    case answered
  }

  static let texts = ["first", "second", "third"]

  @Test(arguments: Moment.allCases)
  func vkGetsEachMessageOnce(cutWhen moment: Moment) async throws {
    try await Stage.set([.vkCallback]) { stage in
      let talk = try await stage.talk(on: .vkCallback)
      let ids = try await talk.isCutOff(moment, at: "messages.send")

      for id in ids { #expect(try await stage.api.ended(id).sending == "sent") }
      #expect(try await talk.arrived() == Self.texts)
      try await stage.streamedEachVersionOnce()
    }
  }

  @Test(arguments: Moment.allCases)
  func telegramGetsNoMessageTwice(cutWhen moment: Moment) async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let talk = try await stage.talk(on: .telegramWebhook)
      let ids = try await talk.isCutOff(moment, at: "sendMessage")
      var events: [JSONValue] = []
      for id in ids { events.append(try await stage.api.ended(id)) }

      #expect(events.dropFirst().allSatisfy { $0.sending == "sent" }, "those behind it went on")
      if moment == .written || moment == .done { #expect(events[0].isUncertain) }
      let isThere = try await talk.arrived().contains("first")
      if events[0].isUncertain {
        #expect(events[0].sending == "sending_to_platform")
        #expect(events[0]["status"]?["sending"]?["error_internal"]?.string != nil)
        #expect(isThere == (moment == .done) || moment == .answered || moment == .accepted)
      } else {
        #expect(isThere && events[0].sending == "sent")
      }
      let others = try await talk.arrived().filter { $0 != "first" }
      #expect(others == ["second", "third"], "each once")
      #expect(try await talk.arrived().count { $0 == "first" } <= 1)
      try await stage.streamedEachVersionOnce()
    }
  }

  @Test(arguments: Moment.allCases)
  func everyLetterIsHandedInOnce(cutWhen moment: Moment) async throws {
    try await Stage.set([.filingEmail]) { stage in
      let talk = try await stage.talk(on: .filingEmail)
      let ids = try await talk.isCutOff(moment, at: "dot")

      for id in ids { #expect(try await stage.api.ended(id).sending == "sent") }
      #expect(try await talk.arrived().sorted() == Self.texts.sorted(), "each once")
      try await stage.streamedEachVersionOnce()
    }
  }
}

extension Talk {
  /// Sends three messages, cuts the power when the first is at that moment, brings it back, and
  /// gives the events.
  func isCutOff(
    _ moment: PowerCutTests.Moment, at method: String
  ) async throws -> [String] {
    let account =
      channel == .vkCallback ? "vk/\(ChannelUnderTest.group)" : "tg/\(ChannelUnderTest.bot)"
    switch moment {
    case .written: try await isHeld(isDone: false, at: method)
    case .done: try await isHeld(isDone: true, at: method)
    case .accepted, .answered: break
    }
    var ids: [String] = []
    for text in PowerCutTests.texts { ids.append(try await say(text).id) }
    switch moment {
    case .accepted: break
    case .written, .done:
      if channel.isMail {
        try await stage.mailroom.reaches(moment == .done ? "filed" : "dot", for: address)
      } else {
        try await stage.holds(one: method, on: account)
      }
    case .answered:
      try await eventually("the first has arrived") { try await arrived().contains("first") }
    }
    try await stage.daemon.kill()
    if !channel.isMail { try await stage.hangsUp(account) }
    try await stage.daemon.start()
    return ids
  }

  private func isHeld(isDone: Bool, at method: String) async throws {
    if channel.isMail {
      let hold = MailTrouble(step: .dot, act: "hold", isFiled: isDone)
      try await stage.mailroom.plays(hold, to: address)
    } else {
      meets(isDone ? .holdAfter : .holdBefore, at: method)
    }
  }
}

extension Stage {
  /// Waits until a call of that method is held.
  func holds(one method: String, on account: String) async throws {
    try await eventually("\(method) is held") {
      try await simulator.control("\(account)/held").body["held"]?.elements
        .contains { $0["method"]?.string == method } == true
    }
  }

  /// Cuts off everything that is held: what was not done never is.
  func hangsUp(_ account: String) async throws {
    _ = try await simulator.control("\(account)/release", ["drop": true])
  }
}

extension Mailroom {
  /// Waits until a letter to that address is at a step.
  fileprivate func reaches(_ step: String, for address: String) async throws {
    try await eventually("a letter is at \(step)") { try steps(to: address).contains(step) }
  }
}

extension [UInt8] {
  /// Whether a text stands in them.
  func contains(_ text: String) -> Bool { firstRange(of: Array(text.utf8)) != nil }
}
