import AdapterKit
import EventModel
import JSON
import Store
import Supervision
import Testing

@testable import Relay

@Suite(.timeLimit(.minutes(1))) struct DirectCallsTests {
  private let wall = WallClock()
  private let lane: DialogID = "lane"
  private let address = Dialog.Address(
    kind: "private", ids: ["1"], dialogType: .privateChat, chatID: "1")
  private let error = DeliveryError(.rateLimit, "no")

  private var outgoing: Outgoing { Outgoing("call", in: address, .typing(.text)) }

  private func calls(on clock: any Clock<Duration> = SleepersClock()) -> DirectCalls {
    let wall = wall
    return DirectCalls(over: NoTransport(), clock: clock, now: { wall.now })
  }

  private func channel(
    perChat: Rate? = nil, _ sends: @escaping @Sendable (String) async throws(SendFailure) -> Void
  ) -> ChannelRuntime {
    var adapter = ToyAdapter()
    adapter.pace = Pace(Rate(1000, per: .seconds(1)), chat: perChat)
    adapter.plans = { _ in Plan([Part(JSONFragment(trusted: Array("sign".utf8)))]) }
    adapter.sends = sends
    return .of(adapter)
  }

  @Test func whatThePlatformTakesIsDone() async {
    let sent = Notes<String>()

    let result = await calls().perform(outgoing, in: lane, of: channel { sent.note($0) })
    #expect(result == .done([]))
    #expect(sent.all == ["sign"])
  }

  @Test func whatTheChannelCannotDoIsSaid() async {
    let result = await calls().perform(outgoing, in: lane, of: .of(ToyAdapter()))
    #expect(result == .unsupported(Refusal(.unsupported, "a toy plans nothing")))
  }

  @Test func everyFailureHasItsResult() async {
    let error = error
    let results: [(SendFailure, DirectResult)] = [
      (.alreadyDone, .done([])), (.rejected(error), .refused(error)),
      (.unauthorized(error), .refused(error)), (.unavailable(error), .uncertain(error)),
      (.uncertain(error), .uncertain(error)),
      (
        .throttled(retryAfter: .seconds(3), .conversation, error),
        .throttled(retryAfter: .seconds(3))
      ),
    ]
    for (failure, expected) in results {
      let channel = channel { (_) throws(SendFailure) in throw failure }
      #expect(await calls().perform(outgoing, in: lane, of: channel) == expected)
    }
  }

  @Test func whoWouldWaitTooLongIsToldHowLong() async {
    let channel = channel(perChat: Rate(1, per: .seconds(60))) { _ in }

    #expect(await calls().perform(outgoing, in: lane, of: channel) == .done([]))
    #expect(
      await calls().perform(outgoing, in: lane, of: channel)
        == .throttled(retryAfter: .milliseconds(61_200)))
  }

  @Test func aShortWaitIsWaitedFor() async throws {
    let (clock, sent) = (VirtualClock(), Notes<String>())
    let channel = channel(perChat: Rate(1, per: .seconds(2))) { sent.note($0) }
    let calls = DirectCalls(over: NoTransport(), clock: clock, now: { clock.wall })

    #expect(await calls.perform(outgoing, in: lane, of: channel) == .done([]))
    async let second = calls.perform(outgoing, in: lane, of: channel)
    try await eventually("a wait") { clock.sleepers == 1 }
    clock.step()
    #expect(await second == .done([]))
    #expect(clock.elapsed == .milliseconds(2040))
  }
}

@Suite(.timeLimit(.minutes(1))) struct TypingTests {
  private let clock = VirtualClock()
  private let address = Dialog.Address(
    kind: "private", ids: ["1"], dialogType: .privateChat, chatID: "1")

  private func channel(
    _ sends: @escaping @Sendable (String) async throws(SendFailure) -> Void
  ) -> ChannelRuntime {
    var adapter = ToyAdapter()
    adapter.plans = { _ in
      Plan([Part(JSONFragment(trusted: Array("sign".utf8)), bounds: [.channel])])
    }
    adapter.sends = sends
    return .of(adapter)
  }

  private func begin(_ channel: ChannelRuntime, _ lane: DialogID, for time: Duration) -> Bool {
    channel.typing.begin(
      Outgoing("call", in: address, .typing(.text)), in: lane, for: time, at: clock.wall)
  }

  private func working(
    _ channel: ChannelRuntime, _ body: () async throws -> Void
  ) async throws {
    let clock = clock
    let worker = TypingWorker(
      channel, by: DirectCalls(over: NoTransport(), clock: clock, now: { clock.wall }),
      in: World(clock: clock, now: { clock.wall }, logger: .silent))
    let work: @Sendable (Shift, Pulse) async throws -> Void = { await worker.run($1) }
    await #expect(throws: CancellationError.self) {
      try await running(work) { _ in
        try await body()
        throw CancellationError()
      }
    }
  }

  @Test func aSignIsShownEveryFourSecondsUntilItsTimeIsOver() async throws {
    let times = Notes<Duration>()
    let clock = clock
    let channel = channel { _ in times.note(clock.elapsed) }

    #expect(begin(channel, "lane", for: .seconds(10)))
    try await working(channel) {
      for count in 1...3 {
        try await eventually("sign \(count)") { times.all.count == count && clock.sleepers == 1 }
        clock.step()
      }
      try await eventually("the end") { channel.typing.count == 0 }
    }
    #expect(times.all == [.zero, .seconds(4), .seconds(8)])
  }

  @Test func aSignThatWasTakenOffIsNotShownAgain() async throws {
    let (times, clock) = (Notes<Duration>(), clock)
    let channel = channel { _ in times.note(clock.elapsed) }

    #expect(begin(channel, "lane", for: .seconds(60)))
    try await working(channel) {
      try await eventually("a sign") { times.all.count == 1 && clock.sleepers == 1 }
      channel.typing.end("lane")
      clock.step()
      try await eventually("a rest") { clock.sleepers == 1 }
    }
    #expect(times.all.count == 1)
  }

  @Test func aConversationThatRefusesSignsIsLeftAlone() async throws {
    let channel = channel { (_) throws(SendFailure) in
      throw .rejected(DeliveryError(.chatNotFound, "gone"))
    }

    #expect(begin(channel, "lane", for: .seconds(60)))
    try await working(channel) {
      try await eventually("the end") { channel.typing.count == 0 }
    }
  }

  @Test func noMoreThanABoundAreKept() {
    let channel = channel { _ in }
    for number in 0..<TypingBoard.most {
      #expect(begin(channel, DialogID("\(number)"), for: .seconds(9)))
    }

    #expect(!begin(channel, "another", for: .seconds(9)))
    #expect(begin(channel, "0", for: .seconds(9)))
  }
}
