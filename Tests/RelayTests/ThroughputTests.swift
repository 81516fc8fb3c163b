import AdapterKit
import EventModel
import Store
import Supervision
import Synchronization
import Testing

@testable import Relay

/// A support desk's afternoon: 200 conversations of five replies each, on a channel of 30 a second.
@Suite(.timeLimit(.minutes(1))) struct ThroughputTests {
  private static let (chats, replies, perSecond) = (200, 5, 30)
  private static let call: Duration = .milliseconds(120)
  private let clock = VirtualClock()

  /// What the platform saw.
  private struct Seen: Equatable {
    let text: String
    let at: Duration
    let isThrottled: Bool
  }

  @Test func aThousandRepliesTakeNoMuchLongerThanTheyMust() async throws {
    let outbox = MemoryOutbox(at: { clock.wall })
    for reply in 0..<Self.replies {
      for chat in 0..<Self.chats {
        outbox.promise("\(chat)/\(reply)", in: DialogID("\(chat)"))
      }
    }
    let seen = Notes<Seen>()
    let worker = worker(outbox, seen)
    let work: @Sendable (Shift, Pulse) async throws -> Void = { try await worker.run($0, $1) }

    try await running(work) { _ in
      try await pass(until: outbox, settled: Self.chats * Self.replies)
    }

    let ideal = Duration.seconds(Self.chats * Self.replies) / Self.perSecond
    #expect(clock.elapsed < ideal * 1.15)
    expectOrder(of: seen.all)
    let times = seen.all.map(\.at)
    #expect(zip(times, times.dropFirst(Self.perSecond)).allSatisfy { $1 - $0 >= .seconds(1) })
    #expect(seen.all.count(where: \.isThrottled) > 20)
  }

  private func worker(
    _ outbox: MemoryOutbox, _ seen: Notes<Seen>
  ) -> SendingWorker<MemoryOutbox, MemoryCatalog, NoTransport, VirtualClock> {
    var adapter = ToyAdapter()
    adapter.pace = Pace(Rate(Self.perSecond, per: .seconds(1)), chat: Rate(1, per: .seconds(1)))
    let (clock, die) = (clock, Die(seed: 7))
    adapter.sends = { (text) throws(SendFailure) in
      let isThrottled = die.roll(20) == 0
      seen.note(Seen(text: text, at: clock.elapsed, isThrottled: isThrottled))
      do { try await clock.sleep(for: Self.call) } catch {
        throw .uncertain(DeliveryError(.timeout, "cancelled"))
      }
      if isThrottled {
        throw .throttled(
          retryAfter: .seconds(1), .conversation, DeliveryError(.rateLimit, "too fast"))
      }
    }
    return SendingWorker(
      outbox, with: .none(for: .of(adapter)),
      in: World(clock: clock, now: { clock.wall }, logger: .silent))
  }

  /// Lets time pass whenever everybody sleeps: the worker, and each call under way.
  private func pass(until outbox: MemoryOutbox, settled count: Int) async throws {
    let limit = ContinuousClock.now + .seconds(50)
    while outbox.finished < count {
      guard ContinuousClock.now < limit else { throw NeverHappened(what: "\(count) sends") }
      var isQuiet = true
      for _ in 0..<20 where isQuiet {
        isQuiet = clock.sleepers == outbox.inFlight + 1
        await Task.yield()
      }
      if isQuiet { clock.step() } else { await Task.yield() }
    }
  }

  private func expectOrder(of seen: [Seen]) {
    var next: [Substring: Int] = [:]
    for call in seen {
      let (chat, reply) = (call.text.prefix { $0 != "/" }, call.text.drop { $0 != "/" }.dropFirst())
      #expect(Int(reply) == next[chat, default: 0])
      if !call.isThrottled { next[chat, default: 0] += 1 }
    }
    #expect(next.values.allSatisfy { $0 == Self.replies })
  }
}

/// A die that several calls throw.
private final class Die: Sendable {
  private let random: Mutex<SplitMix>

  init(seed: UInt64) { random = Mutex(SplitMix(seed: seed)) }

  func roll(_ sides: Int) -> Int { random.withLock { Int.random(in: 0..<sides, using: &$0) } }
}
