import EventModel
import Foundation
import GRDB
import Store

/// What a list's rows must satisfy, with the values for its marks.
struct Conditions: Sendable {
  private(set) var clauses: [String] = []
  private(set) var values: [any DatabaseValueConvertible & Sendable] = []

  mutating func add(_ clause: String, _ more: any DatabaseValueConvertible & Sendable...) {
    clauses.append(clause)
    values += more
  }

  mutating func add(
    _ column: String, isOneOf choices: [some DatabaseValueConvertible & Sendable]
  ) {
    clauses.append("\(column) IN (\(choices.map { _ in "?" }.joined(separator: ", ")))")
    values += choices
  }

  func with(_ clause: String?, _ more: [any DatabaseValueConvertible & Sendable]) -> Conditions {
    var result = self
    if let clause {
      result.clauses.append(clause)
      result.values += more
    }
    return result
  }

  var sql: String { clauses.isEmpty ? "" : "WHERE " + clauses.joined(separator: " AND ") }
}

/// A list in the order of (time, id), and how a piece of it is cut.
struct Listing: Sendable {
  let table: String
  let key: (time: String, id: String)
  let conditions: Conditions

  /// Gives the ids of a piece, and of one row more, which tells whether the list goes on.
  func sql(_ page: PageRequest) -> String {
    """
    SELECT \(key.id) AS id FROM \(table) \(bounded(page).sql)
    ORDER BY \(key.time) \(page.walk), \(key.id) \(page.walk) LIMIT ? OFFSET ?
    """
  }

  func arguments(_ page: PageRequest) -> StatementArguments {
    let offset = if case .offset(let offset) = page.start { offset } else { 0 }
    return StatementArguments(bounded(page).values + [page.size + 1, offset])
  }

  /// Cuts what was fetched to the page that was asked for.
  func page<Row: Sendable>(
    _ rows: [Row], _ page: PageRequest, _ db: Database
  ) throws -> Page<Row> {
    let hasMore = rows.count > page.size
    // Walking backwards the row too many is the first one in the order asked for.
    let shown = page.isBackwards ? rows.suffix(page.size) : rows.prefix(page.size)
    guard case .offset = page.start else { return Page(rows: Array(shown), hasMore: hasMore) }
    let total = try Int.fetchOne(
      db, sql: "SELECT count(*) FROM \(table) \(conditions.sql)",
      arguments: StatementArguments(conditions.values))
    return Page(rows: Array(shown), hasMore: hasMore, total: total)
  }

  private func bounded(_ page: PageRequest) -> Conditions {
    switch page.start {
    case .beginning, .offset: conditions
    case .after(let cursor), .before(let cursor):
      conditions.with(
        "(\(key.time), \(key.id)) \(page.walk == "ASC" ? ">" : "<") (?, ?)",
        [cursor.at.milliseconds, Data(EventID(cursor.id).blob)])
    }
  }
}

extension PageRequest {
  /// The order of the rows in the answer.
  var order: String { isAscending ? "ASC" : "DESC" }

  var isBackwards: Bool { if case .before = start { true } else { false } }

  /// The order in which rows are looked for: away from the cursor.
  var walk: String { isAscending != isBackwards ? "ASC" : "DESC" }
}
