import Glibc

/// Why the file store did not do what it was asked.
package enum FileStoreError: Error, Hashable {
  /// The file is longer than any may be.
  case tooLarge(limit: Int64)
  /// There is no room, and nothing that may go.
  case quotaExceeded(limit: Int64)
  case missing(FileDigest)
  /// The file is not what was said of it.
  case unexpected(String)
  /// The system's word.
  case system(String)

  /// What the system said just now.
  static func system(while doing: String) -> FileStoreError {
    .system("\(doing): \(String(cString: strerror(errno)))")
  }
}
