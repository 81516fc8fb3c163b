import GRDBSQLite
import Store

/// The one connection that writes, by SQLite's own C interface: GRDB's statements cost half as much
/// again.
///
/// It lives inside GRDB's writer queue and is used from nowhere else.
final class Writer {
  let connection: OpaquePointer
  /// Compiled statements by the address of their text, which is a literal; they are kept for good.
  private var statements: [UnsafePointer<UInt8>: OpaquePointer] = [:]
  /// The store was opened so.
  private var waitsForDisk = true

  init(_ connection: OpaquePointer) { self.connection = connection }

  deinit { for statement in statements.values { sqlite3_finalize(statement) } }

  /// Runs a statement that gives no rows.
  func run<each Value: Bindable>(
    _ sql: StaticString, _ value: repeat each Value
  ) throws(StoreError) {
    let statement = try prepared(sql, repeat each value)
    defer { sqlite3_reset(statement) }
    while try step(statement) {}
  }

  /// The first row, read by `read`; nil when there is none.
  func first<each Value: Bindable, Result>(
    _ sql: StaticString, _ value: repeat each Value, read: (Row) -> Result
  ) throws(StoreError) -> Result? {
    let statement = try prepared(sql, repeat each value)
    defer { sqlite3_reset(statement) }
    return try step(statement) ? read(Row(statement: statement)) : nil
  }

  /// All rows, each read by `read`.
  func all<each Value: Bindable, Result>(
    _ sql: StaticString, _ value: repeat each Value, read: (Row) -> Result
  ) throws(StoreError) -> [Result] {
    let statement = try prepared(sql, repeat each value)
    defer { sqlite3_reset(statement) }
    var rows: [Result] = []
    while try step(statement) { rows.append(read(Row(statement: statement))) }
    return rows
  }

  /// The first rows that `read` takes, no more than `most` of them; those behind them are not
  /// looked at.
  func some<each Value: Bindable, Result>(
    _ most: Int, of sql: StaticString, _ value: repeat each Value, read: (Row) -> Result?
  ) throws(StoreError) -> [Result] {
    let statement = try prepared(sql, repeat each value)
    defer { sqlite3_reset(statement) }
    var rows: [Result] = []
    while rows.count < most, try step(statement) {
      if let row = read(Row(statement: statement)) { rows.append(row) }
    }
    return rows
  }

  /// Whether the commits that follow are on disk when they return, or with the system, and on disk
  /// with the next one that waits. No transaction begins when this fails.
  func waitForDisk(_ waits: Bool) throws(StoreError) {
    guard waits != waitsForDisk else { return }
    // Not among the kept statements: SQLite obeys this one while it compiles it.
    let order = waits ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL"
    try check(sqlite3_exec(connection, order, nil, nil, nil))
    waitsForDisk = waits
  }

  /// How many rows the last statement changed.
  var changedRows: Int { Int(sqlite3_changes(connection)) }
  var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(connection) }

  private func prepared<each Value: Bindable>(
    _ sql: StaticString, _ value: repeat each Value
  ) throws(StoreError) -> OpaquePointer {
    let statement = try compiled(sql)
    var index: Int32 = 0
    for value in repeat each value {
      index += 1
      try check(value.bind(to: statement, at: index))
    }
    return statement
  }

  private func compiled(_ sql: StaticString) throws(StoreError) -> OpaquePointer {
    if let known = statements[sql.utf8Start] { return known }
    var statement: OpaquePointer?
    try check(
      sqlite3_prepare_v3(
        connection, sql.utf8Start.withMemoryRebound(to: CChar.self, capacity: 1) { $0 },
        Int32(sql.utf8CodeUnitCount), UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil))
    guard let statement else { throw .unavailable("an empty statement") }
    statements[sql.utf8Start] = statement
    return statement
  }

  private func step(_ statement: OpaquePointer) throws(StoreError) -> Bool {
    let code = sqlite3_step(statement)
    if code == SQLITE_ROW { return true }
    if code != SQLITE_DONE { throw failure(code) }
    return false
  }

  private func check(_ code: Int32) throws(StoreError) {
    if code != SQLITE_OK { throw failure(code) }
  }

  private func failure(_ code: Int32) -> StoreError {
    StoreError(sqlite: code, text: String(cString: sqlite3_errmsg(connection)))
  }
}

/// The current row of a statement that runs; valid until the next step.
struct Row {
  fileprivate let statement: OpaquePointer

  func int(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

  func optionalInt(_ column: Int32) -> Int64? { isNull(column) ? nil : int(column) }

  func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(statement, column) else { return "" }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  func blob(_ column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(statement, column) else { return [] }
    let count = Int(sqlite3_column_bytes(statement, column))
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  func optionalBlob(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : blob(column) }

  private func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(statement, column) == SQLITE_NULL
  }
}

/// A value that a statement takes as a parameter.
protocol Bindable {
  /// Binds a copy, and gives SQLite's result code.
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32
}

/// Tells SQLite to copy the bytes before the call returns.
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

extension Int64: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_int64(statement, index, self)
  }
}

extension Int: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    Int64(self).bind(to: statement, at: index)
  }
}

extension String: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    var text = self
    return text.withUTF8 { utf8 in
      // A pointer that is nil would be a null, and an empty text is none.
      let empty: StaticString = ""
      let start = UnsafeRawPointer(utf8.baseAddress ?? empty.utf8Start)
      return sqlite3_bind_text(
        statement, index, start.assumingMemoryBound(to: CChar.self), Int32(utf8.count), copied)
    }
  }
}

extension [UInt8]: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    withUnsafeBytes { bytes in
      bytes.isEmpty
        ? sqlite3_bind_zeroblob(statement, index, 0)
        : sqlite3_bind_blob(statement, index, bytes.baseAddress, Int32(bytes.count), copied)
    }
  }
}

extension Optional: Bindable where Wrapped: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    self?.bind(to: statement, at: index) ?? sqlite3_bind_null(statement, index)
  }
}
