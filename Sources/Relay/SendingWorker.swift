import AdapterKit
import EventModel
import Store
import Supervision

/// Sends what a channel has promised: one part of a lane at a time, lanes side by side.
package struct SendingWorker<
  Queue: SendQueue, Catalog: FileCatalog, Carrier: Transport, Time: Clock<Duration>
>: Sendable {
  let queue: Queue
  let channel: ChannelRuntime
  let transport: Carrier
  let world: World<Time>
  let preparation: PartPreparation<Catalog, Carrier>
  var sending = Sending()
  /// How many parts of a channel are on their way at once.
  private static var mostInFlight: Int { 64 }
  /// How many of them may wait for their files, so that others always find a place.
  private static var mostPreparing: Int { 48 }
  /// The longest rest: a bell that was missed costs no more than this.
  private static var longestRest: Duration { .seconds(30) }
  /// When a part is tried again that found no place.
  private static var crowded: Duration { .seconds(1) }

  package init(
    _ queue: Queue, with files: FileSupply<Catalog, Carrier>, in world: World<Time>,
    onUncertain policy: UncertainPolicy = .checkSent
  ) {
    self.queue = queue
    self.world = world
    channel = files.channel
    transport = files.transport
    preparation = PartPreparation(supply: files, now: world.now)
    sending.policy = policy
  }

  /// Sends until the shift closes; what is on its way then is waited for, and what only waits is
  /// given back.
  ///
  /// Those whom a platform makes wait go before those who only ask us for something: their turns
  /// do not come again.
  package func run(_ shift: Shift, _ pulse: Pulse) async throws {
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask(priority: .high) { try await send(shift, pulse) }
    }
  }

  private func send(_ shift: Shift, _ pulse: Pulse) async throws {
    let slots = Slots(Self.mostInFlight, telling: queue.bell)
    let places = Slots(Self.mostPreparing, telling: queue.bell)
    try await queue.bell.whileRungAtClosing(of: shift) {
      try await withThrowingDiscardingTaskGroup { group in
        while !shift.isClosing, !Task.isCancelled {
          pulse.beat()
          let heard = queue.bell.rings
          let room = await channel.gate.room(at: world.now(), atMost: slots.free)
          let parts = room > 0 ? try await queue.lease(room) : []
          let sorted = await sorted(parts, preparing: places)
          if !sorted.settled.isEmpty { try await queue.settle(sorted.settled) }
          if !sorted.ready.isEmpty {
            try await queue.mark(sorted.ready.map(\.part), at: world.now())
          }
          for (part, turn) in sorted.ready {
            slots.take()
            group.addTask {
              defer { slots.give() }
              try await attempt(part, with: [], at: turn)
            }
          }
          for part in sorted.slow {
            slots.take()
            places.take()
            group.addTask {
              defer {
                places.give()
                slots.give()
              }
              try await handle(part, until: shift)
            }
          }
          if parts.isEmpty {
            pulse.rests()
            await queue.bell.wait(since: heard, atMost: try await pause(slots), on: world.clock)
          }
        }
      }
    }
  }

  /// How long there is nothing to do, unless the bell rings.
  private func pause(_ slots: Slots) async throws -> Duration {
    guard slots.free > 0 else { return Self.longestRest }
    let now = world.now()
    let opening = await channel.gate.opening(at: now)
    guard let due = opening > now ? opening : try await queue.nextDue() else {
      return Self.longestRest
    }
    return min(.milliseconds(max(0, due.milliseconds - now.milliseconds)), Self.longestRest)
  }

  /// Parts by what is to be done with them.
  private struct Sorted {
    /// They may go, each at its turn.
    var ready: [(part: DuePart, turn: RateGate.Turn)] = []
    /// They are looked for first, or get their files.
    var slow: [DuePart] = []
    var settled: [(item: DuePart, outcome: SendOutcome)] = []
  }

  private func sorted(_ parts: [DuePart], preparing places: Slots) async -> Sorted {
    var sorted = Sorted()
    let now = world.now()
    for part in parts {
      if let expired = sending.expiry(of: part, at: now) {
        sorted.settled.append((item: part, outcome: expired))
      } else if part.isUnknown || !part.part.files.isEmpty {
        if places.free > sorted.slow.count {
          sorted.slow.append(part)
        } else {
          let later = now.advanced(by: Self.crowded)
          sorted.settled.append((item: part, outcome: .postponed(until: later)))
        }
      } else {
        switch await channel.gate.turn(
          of: part.part, in: part.lane, ahead: RateGate.ahead, at: now)
        {
        case .turn(let turn): sorted.ready.append((part.tried(at: now), turn))
        case .notBefore(let time):
          sorted.settled.append((item: part, outcome: .postponed(until: time)))
        }
      }
    }
    return sorted
  }
}
