import AdapterKit
import EventModel
import JSON
import Store

/// The answers that one channel's platform waits for and that nobody gave in time.
package final class ExpectationQueue: WorkQueue {
  package let bell = Bell()
  private let channel: Int64
  private let record: ChannelRecord
  private let loop: CommitLoop
  private let store: StoreParts
  private let leases = Leases<EventID>()

  init(channel: Int64, record: ChannelRecord, loop: CommitLoop, store: StoreParts) {
    self.channel = channel
    self.record = record
    self.loop = loop
    self.store = store
  }

  /// What is leased counts as lapsed: nobody else answers it from then on.
  package func lease(_ limit: Int) async throws(StoreError) -> [OpenExpectation] {
    let ticket = leases.ticket()
    let now = store.now()
    do throws(StoreError) {
      return try await loop.perform { [self] (writer) throws(StoreError) in
        leases.giveBackAll(of: ticket)
        return try writer.some(
          limit,
          of: """
            SELECT event, dialog, kind, token, patience, otherwise, bounds, askedAt, dueAt, state
            FROM expectation WHERE channel = ? AND state = 0 AND dueAt <= ? ORDER BY dueAt
            """, channel, now.milliseconds
        ) { row -> OpenExpectation? in
          let expectation = OpenExpectation(row, in: record.id)
          return leases.take(expectation.event, for: ticket) ? expectation : nil
        }
      }
    } catch {
      leases.giveBackAll(of: ticket)
      throw error
    }
  }

  package func nextDue() async throws(StoreError) -> Timestamp? {
    try await loop.perform { [self] (writer) throws(StoreError) in
      try writer.some(
        1,
        of: """
          SELECT event, dueAt FROM expectation
          WHERE channel = ? AND state = 0 AND dueAt IS NOT NULL ORDER BY dueAt
          """, channel
      ) { leases.holds(EventID(blob: $0.blob(0))) ? nil : $0.time(1) }.first
    }
  }

  package func settle(
    _ done: [(item: OpenExpectation, outcome: ExpectationOutcome)]
  ) async throws(StoreError) {
    defer {
      leases.giveBack(done.map(\.item.event))
      bell.ring()
    }
    try await loop.perform(for: .completion) { (writer) throws(StoreError) in
      for (item, outcome) in done {
        switch outcome {
        case .over:
          try writer.run(
            "UPDATE expectation SET state = ? WHERE event = ? AND state = 0",
            OpenExpectation.State.lapsed.rawValue, item.event.blob)
        case .retry(let time):
          try writer.run(
            "UPDATE expectation SET dueAt = ? WHERE event = ?", time.milliseconds,
            item.event.blob)
        }
      }
    }
  }

  /// Whether what goes out instead is on its way.
  func holds(_ event: EventID) -> Bool { leases.holds(event) }
}

extension OpenExpectation {
  /// Reads the columns in the order in which the queue asks for them.
  init(_ row: Row, in channel: ChannelID) {
    var expectation = Expectation(.init(rawValue: row.text(2)), token: row.text(3))
    expectation.patience = row.optionalInt(4).map { .milliseconds($0) }
    expectation.otherwise = row.optionalBlob(5).map {
      Part(
        JSONFragment(trusted: $0), repeats: .areHarmless,
        bounds: Column.bounds(row.optionalBlob(6)).bounds)
    }
    self.init(
      expectation, of: EventID(blob: row.blob(0)), in: channel,
      row.optionalBlob(1).map { DialogID(blob: $0) }, askedAt: row.time(7),
      dueAt: row.optionalTime(8), state: State(rawValue: row.int(9)) ?? .lapsed)
  }
}
