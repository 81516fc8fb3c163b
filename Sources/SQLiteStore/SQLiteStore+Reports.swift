import AdapterKit
import EventModel
import Foundation
import GRDB
import Store
import Synchronization

extension SQLiteStore {
  package func checkpoints(of event: EventID) async throws(StoreError) -> [Checkpoint] {
    try await read { db in
      try GRDB.Row.fetchAll(
        db,
        sql: """
          SELECT c.*, o.kind FROM outgoing o JOIN checkpoint c ON c.operation = o.id
          WHERE o.event = ? ORDER BY c.at, c.operation, c.number
          """, arguments: [Data(event.blob)]
      ).map(Checkpoint.init)
    }
  }

  package func queue(
    of channel: ChannelID, lanes: Int
  ) async throws(StoreError) -> QueueReport {
    let registered = registered(channel)
    return try await read { db in
      let totals = try GRDB.Row.fetchOne(
        db,
        sql: """
          SELECT sum(parts) AS parts, max(parts) AS longest, count(*) AS lanes, min(oldest) AS oldest
          FROM (SELECT count(*) AS parts, min(o.acceptedAt) AS oldest
            FROM part p JOIN outgoing o ON o.id = p.operation
            WHERE p.channel = ? AND p.state IN (0, 1) GROUP BY p.lane)
          """, arguments: [registered.number])
      let rows = try GRDB.Row.fetchAll(
        db,
        sql: """
          SELECT l.dialog, l.dueAt,
            (SELECT count(*) FROM part WHERE lane = l.dialog AND state < 2) AS parts, p.attempt,
            p.errorKind, p.errorCode, p.errorReason, o.id, o.event, o.kind, o.acceptedAt
          FROM lane l JOIN part p ON (p.operation, p.number) = (
            SELECT operation, number FROM part WHERE lane = l.dialog AND state < 2
            ORDER BY operation, number LIMIT 1)
          JOIN outgoing o ON o.id = p.operation
          WHERE l.channel = ? ORDER BY l.dueAt LIMIT ?
          """, arguments: [registered.number, lanes])
      return QueueReport(
        parts: totals?["parts"] ?? 0, longestLane: totals?["longest"] ?? 0,
        oldest: (totals?["oldest"] as Int64?).map { Timestamp(milliseconds: $0) },
        lanes: rows.map { row in
          var lane = QueueReport.Lane(row)
          lane.isInFlight = registered.unsent.leases.holds(lane.dialog)
          return lane
        }, laneCount: totals?["lanes"] ?? 0)
    }
  }

  package func deadLetters(
    _ filter: DeadLetterFilter, _ page: PageRequest
  ) async throws(StoreError) -> Page<DeadLetter> {
    var conditions = Conditions()
    let states = OperationState.lost(filter.isUncertain).map(\.rawValue)
    conditions.add("o.state", isOneOf: states)
    if !filter.channels.isEmpty { conditions.add("o.channel", isOneOf: numbers(filter.channels)) }
    if !filter.errorKinds.isEmpty {
      conditions.add("o.errorKind", isOneOf: filter.errorKinds.map(\.rawValue))
    }
    if let operation = filter.operation {
      conditions.add("o.id = ?", Data(operation.blob))
    }
    let (wanted, names) = (conditions, channelNames)
    return try await read { db in
      let list = Listing(
        table: "outgoing o", key: (time: "o.endedAt", id: "o.id"), conditions: wanted)
      let rows = try GRDB.Row.fetchAll(
        db,
        sql: """
          WITH page AS (\(list.sql(page)))
          SELECT o.*, (SELECT sum(attempt) FROM part WHERE operation = o.id) AS attempts
          FROM page JOIN outgoing o ON o.id = page.id
          ORDER BY o.endedAt \(page.order), o.id \(page.order)
          """, arguments: list.arguments(page))
      return try list.page(rows.map { DeadLetter($0, names) }, page, db)
    }
  }

  /// The channels by their short numbers.
  var channelNames: [Int64: ChannelID] {
    registry.withLock { registry in
      Dictionary(
        registry.channels.map { ($0.value.number, $0.key) }, uniquingKeysWith: { first, _ in first }
      )
    }
  }
}

extension OperationState {
  fileprivate static func lost(_ isUncertain: Bool?) -> [OperationState] {
    switch isUncertain {
    case nil: [.failed, .uncertain]
    case true?: [.uncertain]
    case false?: [.failed]
    }
  }
}

extension GRDB.Row {
  fileprivate func id(_ column: String) -> EventID {
    EventID(blob: (self[column] as Data?).map { Array($0) } ?? [])
  }

  fileprivate func time(_ column: String) -> Timestamp {
    Timestamp(milliseconds: self[column] ?? 0)
  }

  fileprivate var error: DeliveryError? {
    (self["errorKind"] as String?).map {
      DeliveryError(.init(rawValue: $0), code: self["errorCode"], self["errorReason"] ?? "")
    }
  }

  fileprivate var kind: OperationKind { OperationKind(rawValue: self["kind"] ?? 0) ?? .message }
}

extension Checkpoint {
  fileprivate init(_ row: GRDB.Row) {
    self.init(
      .init(rawValue: row["step"] ?? ""), of: row.id("operation"), row.kind, at: row.time("at"))
    part = row["part"]
    attempt = row["attempt"]
    nextAttemptAt = (row["nextAttemptAt"] as Int64?).map { Timestamp(milliseconds: $0) }
    error = row.error
    messages = Column.keys((row["messages"] as Data?).map { Array($0) })
    degradation = (row["degradation"] as String?).map { Degradation(rawValue: $0) }
  }
}

extension QueueReport.Lane {
  fileprivate init(_ row: GRDB.Row) {
    self.init(
      DialogID(row.id("dialog").rawValue), parts: row["parts"] ?? 0, head: row.id("id"),
      of: row.id("event"), kind: row.kind, oldest: row.time("acceptedAt"),
      attempt: row["attempt"] ?? 0, nextAttemptAt: row.time("dueAt"))
    error = row.error
  }
}

extension DeadLetter {
  fileprivate init(_ row: GRDB.Row, _ names: [Int64: ChannelID]) {
    let place = Place(
      (row["channel"] as Int64?).flatMap { names[$0] }, DialogID(row.id("lane").rawValue))
    self.init(
      row.id("id"), of: row.id("event"), row.kind, in: place,
      isUncertain: (row["state"] as Int64?) == OperationState.uncertain.rawValue,
      acceptedAt: row.time("acceptedAt"), endedAt: row.time("endedAt"),
      row.error ?? DeliveryError(.unknown, ""), attempts: row["attempts"] ?? 0)
  }
}
