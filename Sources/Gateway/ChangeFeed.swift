import EventModel
import JSON
import Store

/// Reads the change log page by page, and waits at its end.
///
/// The log is the buffer: a slow reader holds nothing but its place.
struct ChangeFeed: Sendable {
  let store: any Store
  let clock: any Clock<Duration>
  let now: @Sendable () -> Timestamp
  let closing: ClosingSign

  private static let pageSize = 200

  /// A piece of the log: what passed the filter, and how far was read.
  struct Batch: Sendable {
    var rows: [ChangeRow]
    var last: Int64
  }

  /// Where to begin: behind the place asked for if it is kept, else at the end.
  func start(after asked: Int64?) async throws -> Int64 {
    let range = try await store.changeRange()
    guard let asked else { return range.newest }
    let earliest = max(0, range.oldest - 1)
    guard asked >= earliest, asked <= range.newest else {
      let nearest = asked < earliest ? earliest : range.newest
      var problem = APIProblem(
        .cursorExpired, "the log is kept from \(range.oldest) to \(range.newest)")
      problem.more = [JSONMember("resume_after", JSONFragment { $0.value(nearest) })]
      throw problem
    }
    return asked
  }

  /// The next versions that pass; none when nothing came within the time or the daemon stops.
  func changes(
    behind seq: Int64, passing filter: ChangeFilter, limit: Int = pageSize, within: Duration
  ) async throws -> Batch {
    var batch = Batch(rows: [], last: seq)
    let end = now().advanced(by: within)
    while true {
      let heard = store.changes.rings
      let rows = try await store.changes(after: batch.last, limit: Self.pageSize)
      for row in rows {
        batch.last = row.seq
        if filter.passes(row) { batch.rows.append(row) }
        if batch.rows.count == limit { return batch }
      }
      if !batch.rows.isEmpty || closing.isGiven || Task.isCancelled { return batch }
      let left = end.milliseconds - now().milliseconds
      guard left > 0 else { return batch }
      if rows.isEmpty { await rest(since: heard, atMost: .milliseconds(left)) }
    }
  }

  /// Sleeps until the log may have grown, the daemon stops, or the time is over.
  func rest(since heard: UInt64, atMost limit: Duration) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await store.changes.wait(since: heard) }
      group.addTask { await closing.wait() }
      // A sleep that is cut short means that one of the others came first.
      group.addTask { try? await clock.sleep(for: limit) }
      await group.next()
      group.cancelAll()
    }
  }
}

extension Timestamp {
  fileprivate func advanced(by duration: Duration) -> Timestamp {
    advanced(byMilliseconds: duration.components.seconds * 1_000)
  }
}
