import EventModel
import Store
import Supervision

/// Gives up, hour by hour, the files that were kept long enough.
package struct RetentionWorker<Catalog: FileCatalog, Time: Clock<Duration>>: Sendable {
  private let catalog: Catalog
  private let sweepFiles: @Sendable (_ unusedSince: Timestamp) async throws -> Void
  private let keepsFor: Duration
  private let world: World<Time>

  private static var interval: Duration { .seconds(3600) }
  /// What was used more lately may be about to be needed: a file is there before it is in the
  /// catalog.
  private static var rest: Duration { .seconds(3600) }
  /// So many in one transaction, so that nobody waits long for the next.
  private static var atOnce: Int { 500 }

  /// - Parameter sweepFiles: removes the files that nobody needs and nobody used since then.
  package init(
    _ catalog: Catalog, keepingFor keepsFor: Duration, in world: World<Time>,
    sweepFiles: @escaping @Sendable (_ unusedSince: Timestamp) async throws -> Void
  ) {
    self.catalog = catalog
    self.sweepFiles = sweepFiles
    self.keepsFor = keepsFor
    self.world = world
  }

  /// Sweeps until it is cancelled.
  package func run(_ pulse: Pulse) async throws {
    while !Task.isCancelled {
      pulse.beat()
      try await sweep(pulse)
      pulse.rests()
      try await world.clock.sleep(for: Self.interval)
    }
  }

  private func sweep(_ pulse: Pulse) async throws {
    let end = world.now().advanced(by: .zero - keepsFor)
    while try await catalog.expire(before: end, limit: Self.atOnce) > 0 { pulse.beat() }
    try await sweepFiles(world.now().advanced(by: .zero - Self.rest))
  }
}
