import AdapterKit
import EventModel
import Logging
import Metrics
import Store
import Supervision

/// Gets the files of a channel's events, after the events.
package struct MediaWorker<
  Catalog: FileCatalog, Carrier: Transport, Time: Clock<Duration>
>: Sendable {
  private let supply: FileSupply<Catalog, Carrier>
  private let world: World<Time>
  private let fetching = Fetching()

  private static var mostAtOnce: Int { 4 }

  package init(_ supply: FileSupply<Catalog, Carrier>, in world: World<Time>) {
    self.supply = supply
    self.world = world
  }

  package func run(_ shift: Shift, _ pulse: Pulse) async throws {
    let queue = supply.catalog.missingFiles(of: supply.channel.record.id)
    let crew = Crew(queue: queue, most: Self.mostAtOnce, world: world)
    try await crew.run(shift, pulse) { await outcome(of: $0) }
  }

  private func outcome(of file: MissingFile) async -> FetchOutcome {
    do throws(FetchFailure) {
      let content = try await supply.get(file.file)
      count("ready")
      return .ready(content, at: world.now())
    } catch {
      var random = SystemRandomNumberGenerator()
      let outcome = fetching.outcome(of: error, for: file, at: world.now(), using: &random)
      tell(error, of: file, outcome)
      return outcome
    }
  }

  private func tell(_ failure: FetchFailure, of file: MissingFile, _ outcome: FetchOutcome) {
    guard case .failed = outcome else { return count("retry") }
    count("failed")
    world.logger.notice(
      "a file cannot be had",
      metadata: [
        "channel": "\(supply.channel.record.name)", "attachment": "\(file.file.id)",
        "attempt": "\(file.attempt)", "reason": "\(failure.error.reason)",
      ])
  }

  private func count(_ result: String) {
    Counter(
      label: "channeld_media_fetches_total",
      dimensions: [("channel", supply.channel.record.name), ("result", result)]
    ).increment()
  }
}
