import Glibc

/// Watches the space on the store's disk: waiting for SQLite's error would be too late, because a
/// log file that is used again hides a full disk for a while.
struct FreeSpace: Sendable {
  let path: String
  /// Below this nothing is promised any more.
  var least: UInt64 = 64 << 20

  /// Unknown space counts as enough: SQLite tells then.
  var isEnough: Bool {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return true }
    return UInt64(status.f_bavail) &* UInt64(status.f_frsize) >= least
  }
}
