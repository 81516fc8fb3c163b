import AdapterKit
import EventModel
import Store
import Synchronization

extension SQLiteStore {
  package func overdue(of channel: ChannelID) -> ExpectationQueue {
    registered(channel).expectations
  }

  package func expectation(of event: EventID) async throws(StoreError) -> OpenExpectation? {
    let names = channelNames
    return try await loop.perform { (writer) throws(StoreError) in
      try Self.expectation(of: event, names, writer)
    }
  }

  package func expectation(token: String) async throws(StoreError) -> OpenExpectation? {
    let names = channelNames
    return try await loop.perform { (writer) throws(StoreError) in
      let event = try writer.first(
        "SELECT event FROM expectation WHERE token = ? ORDER BY event DESC LIMIT 1", token
      ) { EventID(blob: $0.blob(0)) }
      guard let event else { return nil }
      return try Self.expectation(of: event, names, writer)
    }
  }

  private static func expectation(
    of event: EventID, _ names: [Int64: ChannelID], _ writer: Writer
  ) throws(StoreError) -> OpenExpectation? {
    try writer.first(
      """
      SELECT event, dialog, kind, token, patience, otherwise, bounds, askedAt, dueAt, state, channel
      FROM expectation WHERE event = ?
      """, event.blob
    ) { row in names[row.int(10)].map { OpenExpectation(row, in: $0) } } ?? nil
  }

  package func take(_ event: EventID) async throws(StoreError) -> OpenExpectation {
    let names = channelNames
    let queues = registry.withLock { $0.channels.mapValues(\.expectations) }
    return try await loop.perform { (writer) throws(StoreError) in
      guard let known = try Self.expectation(of: event, names, writer) else { throw .notFound }
      switch known.state {
      case .answered: throw .conflict(.answered)
      case .lapsed: throw .conflict(.tooLate)
      case .open: break
      }
      guard queues[known.channel]?.holds(event) != true else { throw .conflict(.tooLate) }
      try writer.run(
        "UPDATE expectation SET state = ? WHERE event = ?",
        OpenExpectation.State.answered.rawValue, event.blob)
      return known
    }
  }

  package func giveBack(_ event: EventID) async throws(StoreError) {
    let channel = try await channel(of: event, "SELECT channel FROM expectation WHERE event = ?")
    try await loop.perform { (writer) throws(StoreError) in
      try writer.run(
        "UPDATE expectation SET state = ? WHERE event = ? AND state = ?",
        OpenExpectation.State.open.rawValue, event.blob,
        OpenExpectation.State.answered.rawValue)
    }
    channel.expectations.bell.ring()
  }
}
