import Store

extension Bell {
  /// Returns at the first ring after `heard`, after the limit, or when the task is cancelled.
  package func wait(
    since heard: UInt64, atMost limit: Duration, on clock: some Clock<Duration>
  ) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.wait(since: heard) }
      // A sleep that is cut short means that the bell rang first.
      group.addTask { try? await clock.sleep(for: limit) }
      await group.next()
      group.cancelAll()
    }
  }
}
