import JSON
import Testing

/// Messages for a platform that takes no connection: not one byte of them is written.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct UnreachableTests {
  @Test(arguments: MessageTableTests.channels)
  func whatWasNeverWrittenIsTriedAgainAndSentOnce(on channel: ChannelUnderTest) async throws {
    try await Stage.set([channel], behindDoor: true) { stage in
      let door = try #require(stage.door)
      let kinds = MessageKind.withoutFiles(on: channel)
      let talks = try await stage.talks(kinds.count, on: channel)
      let bodies = try await Self.bodies(kinds, talks)
      try await door.close()
      var sent: [JSONValue] = []
      for (talk, body) in zip(talks, bodies) { sent.append(try await talk.say(body)) }
      for event in sent {
        try await eventually("it was tried in vain") {
          try await stage.api.checkpoints(of: event.id).contains {
            $0["state"] == "queued" && $0["next_attempt_at"]?.string != nil
          }
        }
        let now = try await stage.api.event(event.id)
        #expect(!now.isUncertain && now.sending != "failed", "\(now)")
      }
      try await door.open()

      for (kind, (event, talk)) in zip(kinds, zip(sent, talks)) {
        #expect(try await stage.api.ended(event.id).sending == "sent", "\(kind)")
        #expect(try await talk.arrived().count == 1, "\(kind)")
        let states = try await stage.api.checkpoints(of: event.id).compactMap {
          $0["state"]?.string
        }
        #expect(!states.contains("unknown") && !states.contains("uncertain"), "\(states)")
        if !channel.isMail {
          #expect(talk.calls(kind.method(on: channel)).count == 1, "\(kind)")
        }
      }
      try await stage.streamedEachVersionOnce()
    }
  }

  private static func bodies(_ kinds: [MessageKind], _ talks: [Talk]) async throws -> [JSONValue] {
    var bodies: [JSONValue] = []
    for (kind, talk) in zip(kinds, talks) { bodies.append(try await kind.body(in: talk)) }
    return bodies
  }
}
