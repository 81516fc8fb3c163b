import Store
import Supervision

extension Bell {
  /// Runs `work` and rings once when the shift closes, so that a worker that sleeps hears of it.
  func whileRungAtClosing(
    of shift: Shift, _ work: () async throws -> Void
  ) async throws {
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask {
        await shift.closing()
        self.ring()
      }
      try await work()
      group.cancelAll()
    }
  }
}
