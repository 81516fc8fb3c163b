import AdapterKit
import EventModel
import Metrics
import Store
import Supervision

/// Says to a platform, once, what goes out when nobody has answered in time.
package struct ExpectationWorker<Book: ExpectationBook, Time: Clock<Duration>>: Sendable {
  private let book: Book
  private let channel: ChannelRuntime
  private let calls: DirectCalls
  private let world: World<Time>

  private static var mostAtOnce: Int { 16 }
  /// A platform waits no longer for an answer.
  private static var longestWait: Duration { .seconds(60) }

  package init(
    _ book: Book, of channel: ChannelRuntime, by calls: DirectCalls, in world: World<Time>
  ) {
    self.book = book
    self.channel = channel
    self.calls = calls
    self.world = world
  }

  package func run(_ shift: Shift, _ pulse: Pulse) async throws {
    let crew = Crew(
      queue: book.overdue(of: channel.record.id), most: Self.mostAtOnce, world: world)
    try await crew.run(shift, pulse) { await outcome(of: $0) }
  }

  private func outcome(of open: OpenExpectation) async -> ExpectationOutcome {
    guard let part = open.expectation.otherwise,
      world.now() < open.askedAt.advanced(by: Self.longestWait)
    else {
      count("too_late")
      return .over
    }
    let lane = open.dialog ?? DialogID(open.event.rawValue)
    switch await calls.make(part, in: lane, of: channel) {
    case .throttled(let wait):
      count("throttled")
      return .retry(at: world.now().advanced(by: wait))
    case .done: count("answered")
    case .refused, .unsupported: count("refused")
    case .uncertain: count("uncertain")
    }
    return .over
  }

  private func count(_ result: String) {
    Counter(
      label: "channeld_unanswered_presses_total",
      dimensions: [("channel", channel.record.name), ("result", result)]
    ).increment()
  }
}
