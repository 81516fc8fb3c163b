import AdapterKit
import EventModel

extension RateGate {
  /// Waits until a call may go, for those who stand in no queue.
  ///
  /// - Parameter longest: nobody waits any longer.
  /// - Returns: how much longer it would have to wait than that; nil when it may go now, and is
  ///   counted.
  nonisolated func waitForTurn(
    of part: Part, in lane: DialogID, atMost longest: Duration,
    on clock: some Clock<Duration>, _ now: @Sendable () -> Timestamp
  ) async -> Duration? {
    let end = now().advanced(by: longest)
    while true {
      let time = now()
      let verdict = await turn(of: part, in: lane, ahead: Self.farAhead, at: time)
      let wait = Duration.milliseconds(verdict.time.milliseconds - time.milliseconds)
      guard verdict.time <= end else { return wait }
      // Who has gone away waits for nothing.
      if wait > .zero { do { try await clock.sleep(for: wait) } catch { return wait } }
      if case .turn(let turn) = verdict, case .go = await depart(turn, at: now()) { return nil }
    }
  }
}
