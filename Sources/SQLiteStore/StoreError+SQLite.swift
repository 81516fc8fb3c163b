import GRDB
import GRDBSQLite
import Glibc
import Store

extension StoreError {
  /// The status of a process that ended because nobody knows what is on disk (EX_IOERR of
  /// sysexits).
  private static let unknownDisk: Int32 = 74

  /// What SQLite's code means for the caller.
  ///
  /// An I/O error or a damaged file ends the process at once: after a failed fsync the kernel may
  /// call lost pages clean, so nothing may be answered any more; the next start reads the disk
  /// anew.
  init(sqlite code: Int32, text: String) {
    switch code & 0xFF {
    case SQLITE_FULL: self = .full
    case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
    case SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB:
      var words = "channeld: the store's disk failed (SQLite \(code): \(text)); ending at once\n"
      _ = words.withUTF8 { write(STDERR_FILENO, $0.baseAddress, $0.count) }
      _exit(Self.unknownDisk)
    default: self = .unavailable("SQLite \(code): \(text)")
    }
  }

  init(_ error: any Error) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError:
      self.init(sqlite: error.extendedResultCode.rawValue, text: error.message ?? "no text")
    default: self = .unavailable(String(describing: error))
    }
  }
}
