/// One long-lived part of the daemon, as its supervisor sees it.
///
/// Its `run` ends when it is asked to. Ending on its own, with or without an error, is a failure to
/// restart, unless its policy says `.onFailure` and it merely finished.
package struct Child: Sendable {
  package let name: String
  let restart: RestartPolicy
  /// How long it may take to end once it was asked.
  let patience: Duration
  /// Whether it watches its shift: only then is it asked before it is cancelled.
  let heedsItsShift: Bool
  let run: @Sendable (Shift) async throws -> Void

  /// A child that counts as ready from the start and is stopped by cancelling it.
  package init(
    _ name: String, restart: RestartPolicy = .house, patience: Duration = .seconds(5),
    run: @escaping @Sendable () async throws -> Void
  ) {
    self.name = name
    self.restart = restart
    self.patience = patience
    heedsItsShift = false
    self.run = { _ in try await run() }
  }

  /// A child that says when it is ready, and is asked to finish what it has in hand before it is
  /// cancelled. What stands on it is not started until it has called `shift.ready()`.
  package init(
    _ name: String, restart: RestartPolicy = .house, patience: Duration = .seconds(5),
    run: @escaping @Sendable (_ shift: Shift) async throws -> Void
  ) {
    self.name = name
    self.restart = restart
    self.patience = patience
    heedsItsShift = true
    self.run = run
  }
}
