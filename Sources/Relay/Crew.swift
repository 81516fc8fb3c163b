import EventModel
import Store
import Supervision

/// Works through a queue, so many items side by side; each is settled by itself.
struct Crew<Queue: WorkQueue, Time: Clock<Duration>>: Sendable {
  let queue: Queue
  let most: Int
  let world: World<Time>

  /// A bell that was missed costs no more than this.
  private static var longestRest: Duration { .seconds(30) }

  /// Works until the shift closes; what is in hand then is finished.
  func run(
    _ shift: Shift, _ pulse: Pulse, _ work: @escaping @Sendable (Queue.Item) async -> Queue.Outcome
  ) async throws {
    let slots = Slots(most, telling: queue.bell)
    try await queue.bell.whileRungAtClosing(of: shift) {
      try await withThrowingDiscardingTaskGroup { group in
        while !shift.isClosing, !Task.isCancelled {
          pulse.beat()
          let heard = queue.bell.rings
          let items = slots.free > 0 ? try await queue.lease(slots.free) : []
          for item in items {
            slots.take()
            group.addTask {
              defer { slots.give() }
              try await queue.settle([(item: item, outcome: await work(item))])
            }
          }
          if items.isEmpty {
            pulse.rests()
            await queue.bell.wait(since: heard, atMost: try await pause(slots), on: world.clock)
          }
        }
      }
    }
  }

  /// What is due already and was not given out is in somebody's hand: its end rings.
  private func pause(_ slots: Slots) async throws -> Duration {
    guard slots.free > 0, let due = try await queue.nextDue() else { return Self.longestRest }
    let wait = due.milliseconds - world.now().milliseconds
    return min(.milliseconds(max(1, wait)), Self.longestRest)
  }
}
