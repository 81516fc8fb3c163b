import AdapterKit
import EventModel
import Store
import Supervision

/// When a part goes.
extension SendingWorker {
  /// In front of the gate nobody stands any longer than this; who does is given back.
  private static var longestQueueing: Duration { .seconds(5) }

  /// The turn of a part that stood in no queue; the time to come back when that takes too long.
  func turn(of part: DuePart, until shift: Shift) async -> RateGate.Verdict {
    let end = world.now().advanced(by: Self.longestQueueing)
    while true {
      let now = world.now()
      let verdict = await channel.gate.turn(
        of: part.part, in: part.lane, ahead: RateGate.farAhead, at: now)
      guard case .notBefore(let time) = verdict, time <= end, !shift.isClosing else {
        return verdict
      }
      // Who is cancelled goes back to where he came from.
      guard await rest(until: time, from: now) else { return verdict }
    }
  }

  /// Waits for a marked part's turn, or for another when it came too late for that; says when to
  /// come back when it may not go.
  func departure(of part: DuePart, at first: RateGate.Turn) async -> RateGate.Verdict {
    var turn = first
    while true {
      guard await rest(until: turn.at, from: world.now()) else {
        return .notBefore(turn.at)
      }
      let now = world.now()
      switch await channel.gate.depart(turn, at: now) {
      case .go(let turn): return .turn(turn)
      case .closed(let until): return .notBefore(until)
      case .missed:
        switch await channel.gate.turn(
          of: part.part, in: part.lane, ahead: RateGate.farAhead, at: now)
        {
        case .turn(let next): turn = next
        case .notBefore(let time): return .notBefore(time)
        }
      }
    }
  }

  /// Whether it was not woken before its time.
  private func rest(until time: Timestamp, from now: Timestamp) async -> Bool {
    let wait = time.milliseconds - now.milliseconds
    guard wait > 0 else { return !Task.isCancelled }
    do { try await world.clock.sleep(for: .milliseconds(wait)) } catch { return false }
    return true
  }
}
