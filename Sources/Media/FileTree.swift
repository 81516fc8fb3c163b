import EventModel
import Glibc

/// The folders and files of the store as they are on the disk: `ab/cdef…` and `.incoming`.
struct FileTree: Sendable {
  let incoming: Folder
  private let root: Folder

  init(at path: String) {
    root = Folder(path: path)
    incoming = Folder(path: path + "/.incoming")
  }

  /// A file as the folder shows it.
  struct Entry: Hashable {
    let digest: FileDigest
    let size: Int64
    /// Milliseconds since 1970: when it was last kept or read.
    let lastUse: Int64
  }

  /// Makes the folders and removes what was on its way when the process ended.
  func prepare() throws(FileStoreError) {
    try root.make()
    try incoming.make()
    for name in try incoming.names() {
      let path = "\(incoming.path)/\(name)"
      guard unlink(path) == 0 else { throw .system(while: "remove \(path)") }
    }
  }

  func path(of digest: FileDigest) -> String { "\(root.path)/\(digest.shard)/\(digest.rest)" }

  /// All files, in no order; what has no digest for a name is not ours.
  func entries() throws(FileStoreError) -> [Entry] {
    var entries: [Entry] = []
    for shard in try root.names() where isShard(shard) {
      for rest in try Folder(path: "\(root.path)/\(shard)").names() {
        if let digest = FileDigest(hex: shard + rest), let entry = entry(digest) {
          entries.append(entry)
        }
      }
    }
    return entries
  }

  /// A file by its name; nil when there is none.
  func entry(_ digest: FileDigest) -> Entry? {
    var status = stat()
    guard lstat(path(of: digest), &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    let time = status.st_mtim
    return Entry(
      digest: digest, size: Int64(status.st_size),
      lastUse: Int64(time.tv_sec) &* 1000 &+ Int64(time.tv_nsec) / 1_000_000)
  }

  /// Gives a file that is whole and on the disk its name, for good.
  func place(_ digest: FileDigest, from path: String) throws(FileStoreError) {
    let shard = Folder(path: "\(root.path)/\(digest.shard)")
    let isNew = try shard.make()
    guard rename(path, self.path(of: digest)) == 0 else { throw .system(while: "keep \(digest)") }
    try shard.sync()
    if isNew { try root.sync() }
  }

  func remove(_ digest: FileDigest) throws(FileStoreError) {
    guard unlink(path(of: digest)) == 0 else { throw .system(while: "remove \(digest)") }
  }

  /// Notes a use. That it failed only makes the file look older.
  func touch(_ digest: FileDigest, at time: Timestamp) {
    let (seconds, rest) = time.milliseconds.quotientAndRemainder(dividingBy: 1000)
    let time = timespec(tv_sec: Int(seconds), tv_nsec: Int(rest) * 1_000_000)
    _ = utimensat(AT_FDCWD, path(of: digest), [time, time], AT_SYMLINK_NOFOLLOW)
  }

  private func isShard(_ name: String) -> Bool {
    name.utf8.count == 2 && FileDigest(hex: name + String(repeating: "0", count: 62)) != nil
  }
}
