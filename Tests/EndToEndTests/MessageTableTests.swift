import JSON
import Testing

/// Every sort of message, on every channel, in every trouble.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct MessageTableTests {
  static let channels: [ChannelUnderTest] = [.telegramWebhook, .vkCallback, .filingEmail]

  @Test(arguments: channels)
  func messagesWithoutFilesComeToTheirEnd(on channel: ChannelUnderTest) async throws {
    try await Self.play(MessageKind.withoutFiles(on: channel), on: channel)
  }

  /// Plays all troubles with all these kinds at once, each in a conversation of its own.
  static func play(_ kinds: [MessageKind], on channel: ChannelUnderTest) async throws {
    try await Stage.set([channel]) { stage in
      let cells = kinds.flatMap { kind in Trouble.allCases.map { (kind, $0) } }
      let talks = try await stage.talks(cells.count, on: channel)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for ((kind, trouble), talk) in zip(cells, talks) {
          group.addTask { try await Cell(kind: kind, trouble: trouble, talk: talk).play() }
        }
        try await group.waitForAll()
      }
      try await stage.streamedEachVersionOnce()
    }
  }
}

/// One message in one trouble.
private struct Cell: Sendable, CustomStringConvertible {
  let kind: MessageKind
  let trouble: Trouble
  let talk: Talk

  var description: String { "\(kind) on \(talk.channel) in \(trouble)" }

  func play() async throws {
    let body = try await kind.body(in: talk)
    try await trouble.happens(to: kind, in: talk)
    let id = try await talk.say(body).id
    let verdict = trouble.verdict(on: kind, in: talk.channel)
    if verdict.end == .waiting { return try await waits(id) }
    let event = try await talk.stage.api.ended(id)

    switch verdict.end {
    case .sent:
      #expect(event.sending == "sent", "\(self): \(event["error"] ?? .null)")
    case .degraded(let tag):
      #expect(event.sending == "sent" && event.tags.contains(tag), "\(self): \(event.tags)")
    case .failed(let type):
      #expect(event.sending == "failed", "\(self)")
      #expect(event.errorType == type, "\(self): \(event["error"] ?? .null)")
    case .uncertain(let type):
      #expect(event.sending == "sending_to_platform" && event.isUncertain, "\(self)")
      // It has not failed, so that there is no error; the words say what is known.
      let sending = event["status"]?["sending"]
      #expect(event["error"] == nil, "\(self): \(event["error"] ?? .null)")
      #expect(sending?["error_internal"]?.string?.isEmpty == false, "\(self): \(sending ?? .null)")
      let last = try await talk.stage.api.checkpoints(of: id).last
      #expect(last?["error_type"]?.string == type, "\(self): \(last ?? .null)")
    case .waiting: break
    }
    try await checkPlatform(verdict)
  }

  /// What the platform saw, and what stands there.
  private func checkPlatform(_ verdict: Verdict) async throws {
    let attempts =
      if talk.channel.isMail {
        try await talk.stage.mailroom.steps(to: talk.address).count { $0 == "rcpt" }
      } else {
        talk.calls(kind.method(on: talk.channel)).count
      }
    #expect(attempts == verdict.attempts, "\(self): attempts")
    let arrived = try await talk.arrived()
    #expect(
      arrived.count == verdict.copies * kind.arrivals(on: talk.channel), "\(self): \(arrived)")
  }

  /// It was tried once and is promised for later.
  private func waits(_ id: String) async throws {
    try await eventually("\(self) was tried") {
      try await talk.stage.mailroom.steps(to: talk.address).contains("rcpt")
    }
    try await eventually("\(self) waits again") {
      try await talk.stage.api.event(id).sending == "queued"
    }
    #expect(try await talk.arrived().isEmpty, "\(self)")
  }
}
