import AdapterKit
import EventModel
import Store
import Supervision
import Testing

@testable import Relay

/// What becomes of parts whose outcome nobody knows, and of those that a platform wants otherwise.
@Suite(.timeLimit(.minutes(1))) struct UncertainSendingTests {
  private let wall = WallClock()
  private let error = DeliveryError(.timeout, "no answer")

  private func outbox(
    _ text: String, isUnknown: Bool = true, repeats: Part.Repeats = .areSeen
  ) -> MemoryOutbox {
    let outbox = MemoryOutbox(at: wall)
    var part = DuePart(
      Part(saying: text, repeats: repeats), of: EventID(text), in: "lane", at: .nowhere,
      expiresAt: wall.now.advanced(by: .seconds(600)))
    part.isUnknown = isUnknown
    if isUnknown { part.firstTriedAt = wall.now }
    outbox.promise(part)
    return outbox
  }

  /// How the part fares until it is done with.
  private func fate(
    _ outbox: MemoryOutbox, _ toy: SkilledToy, _ policy: UncertainPolicy = .checkSent
  ) async throws -> [String] {
    let channel = ChannelRuntime(
      ChannelRecord(id: "channel", name: "toy", platform: SkilledToy.platform), adapter: toy,
      slug: nil)
    let worker = SendingWorker(
      outbox, with: .none(for: channel), in: .at(wall), onUncertain: policy)
    let work: @Sendable (Shift, Pulse) async throws -> Void = { try await worker.run($0, $1) }
    try await running(work) { _ in
      try await eventually("an end") {
        if outbox.finished == 0, !outbox.settled.all.isEmpty {
          wall.pass(.seconds(1))
          outbox.bell.ring()
        }
        return outbox.finished == 1
      }
    }
    return outbox.settled.all.map(\.outcome)
  }

  @Test func whatArrivedIsNotSentAgain() async throws {
    var toy = SkilledToy()
    toy.finds = { _ in .arrived(PartReceipt([])) }

    #expect(try await fate(outbox("text"), toy) == ["sent"])
    #expect(toy.sent.all.isEmpty)
  }

  @Test func whatDidNotArriveIsSent() async throws {
    var toy = SkilledToy()
    toy.finds = { _ in .absent }

    #expect(try await fate(outbox("text"), toy) == ["sent"])
    #expect(toy.sent.all == ["text"])
  }

  @Test func whatNobodyCanSayIsHeld() async throws {
    let toy = SkilledToy()

    #expect(try await fate(outbox("text"), toy) == ["uncertain"])
    #expect(toy.sent.all.isEmpty)
  }

  @Test func whatThePlatformDropsIsSentAgain() async throws {
    let toy = SkilledToy()
    let outbox = outbox("text", repeats: .areDropped(for: .seconds(3600)))

    #expect(try await fate(outbox, toy) == ["sent"])
    #expect(toy.sent.all == ["text"])
  }

  @Test func whoHoldsEverythingLooksForNothing() async throws {
    var toy = SkilledToy()
    toy.finds = { _ in .absent }

    #expect(try await fate(outbox("text"), toy, .hold) == ["uncertain"])
    #expect(toy.sent.all.isEmpty)
  }

  @Test func whoAlwaysRepeatsSendsItAgain() async throws {
    let toy = SkilledToy()

    #expect(try await fate(outbox("text"), toy, .retry) == ["sent"])
    #expect(toy.sent.all == ["text"])
  }

  @Test func aPlatformThatDoesNotAnswerIsNotAskedForEver() async throws {
    var toy = SkilledToy()
    let (error, asked) = (error, Notes<String>())
    toy.finds = { (text) throws(SendFailure) in
      asked.note(text)
      throw .unavailable(error)
    }

    let fate = try await fate(outbox("text"), toy)
    #expect(fate.last == "uncertain")
    #expect(Set(fate.dropLast()) == ["unknown"])
    #expect((2...4).contains(asked.all.count))
    #expect(toy.sent.all.isEmpty)
  }

  @Test func aLostAnswerIsLookedFor() async throws {
    var toy = SkilledToy()
    let error = error
    toy.toy.sends = { (_) throws(SendFailure) in throw .uncertain(error) }
    toy.finds = { _ in .arrived(PartReceipt([])) }

    #expect(try await fate(outbox("text", isUnknown: false), toy) == ["unknown", "sent"])
  }

  @Test func whatIsNotTakenGoesOnceWithoutIt() async throws {
    var toy = SkilledToy()
    let error = error
    toy.toy.sends = { (text) throws(SendFailure) in
      if text == "text" { throw .without(.formattingPlain, error) }
    }

    #expect(
      try await fate(outbox("text", isUnknown: false), toy)
        == ["mended: formatting=plain", "sent"])
    #expect(toy.sent.all == ["text with formatting=plain"])
  }

  @Test func aPlatformThatAsksTwiceForTheSameIsRefusing() async throws {
    var toy = SkilledToy()
    let error = error
    toy.toy.sends = { (_) throws(SendFailure) in throw .without(.formattingPlain, error) }

    #expect(
      try await fate(outbox("text", isUnknown: false), toy)
        == ["mended: formatting=plain", "failed: delivery.timeout"])
  }

  @Test func aConversationThatMovedIsFollowedOnce() async throws {
    var toy = SkilledToy()
    let error = error
    toy.toy.sends = { (_) throws(SendFailure) in throw .moved(to: .nowhere, error) }

    #expect(
      try await fate(outbox("text", isUnknown: false), toy)
        == ["moved to 1", "failed: delivery.timeout"])
  }
}
