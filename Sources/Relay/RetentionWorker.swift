import EventModel
import Store
import Supervision

/// Gives up, hour by hour, the files that were kept long enough.
package struct RetentionWorker<Catalog: FileCatalog, Time: Clock<Duration>>: Sendable {
  private let catalog: Catalog
  private let remove: @Sendable (_ sha256: String) async throws -> Void
  private let keepsFor: Duration
  private let world: World<Time>

  private static var interval: Duration { .seconds(3600) }
  /// So many in one transaction, so that nobody waits long for the next.
  private static var atOnce: Int { 500 }

  package init(
    _ catalog: Catalog, keepingFor keepsFor: Duration, in world: World<Time>,
    remove: @escaping @Sendable (_ sha256: String) async throws -> Void
  ) {
    self.catalog = catalog
    self.remove = remove
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
    while !Task.isCancelled {
      let digests = try await catalog.expire(before: end, limit: Self.atOnce)
      guard !digests.isEmpty else { return }
      for digest in digests { try await remove(digest) }
      pulse.beat()
    }
  }
}
