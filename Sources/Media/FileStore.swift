import EventModel
import Glibc
import Synchronization

/// The files of attachments, each once, under the SHA-256 of its bytes.
///
/// A file comes into being by a rename of what is whole and on the disk, so that a crash leaves no
/// half of one; what was on its way then is removed at the next start. One process has the folder.
package actor FileStore {
  package struct Limits: Sendable {
    /// Of all files together, in bytes; those on their way are not counted.
    package var total: Int64 = 10 << 30
    /// Of one file.
    package var file: Int64 = 2 << 30

    package init() {}
  }

  /// A file that is in the store.
  package struct Stored: Hashable, Sendable {
    package let digest: FileDigest
    package let size: Int64
  }

  /// Which of some files somebody still needs: they stay, whatever their age.
  package typealias Pins = @Sendable ([FileDigest]) async throws -> Set<FileDigest>

  package nonisolated let limits: Limits
  /// The bytes of all files.
  package private(set) var total: Int64
  /// How often a file came or went.
  private(set) var changes: UInt64 = 0
  let pinned: Pins
  nonisolated let tree: FileTree
  private nonisolated let now: @Sendable () -> Timestamp
  private nonisolated let begun = Atomic<UInt64>(0)

  /// Opens the store in that folder, which is made if need be, and clears what a crash left there.
  package init(
    at path: String, _ limits: Limits = Limits(), now: @escaping @Sendable () -> Timestamp,
    pinned: @escaping Pins
  ) throws(FileStoreError) {
    tree = FileTree(at: path)
    self.limits = limits
    self.now = now
    self.pinned = pinned
    try tree.prepare()
    total = try tree.entries().reduce(0) { $0 + $1.size }
  }

  /// A file to be written and then kept, or dropped.
  package nonisolated func begin() throws(FileStoreError) -> IncomingFile {
    try IncomingFile(at: newPath(), atMost: limits.file)
  }

  /// Where somebody else may write a file that is to be taken then; nobody else has that path.
  package nonisolated func newPath() -> String {
    "\(tree.incoming.path)/\(begun.add(1, ordering: .relaxed).newValue)"
  }

  /// Keeps a file that was written here.
  package func keep(_ file: consuming IncomingFile) async throws(FileStoreError) -> Stored {
    let digest = try file.sealed()
    return try await settle(Stored(digest: digest, size: file.size), at: file.path)
  }

  /// Keeps a file that somebody else wrote to a `newPath` and whose digest he knows. The path is
  /// free afterwards, also when it failed.
  package func take(_ path: String, _ digest: FileDigest) async throws(FileStoreError) -> Stored {
    defer { unlink(path) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw .system(while: "open \(path)") }
    var status = stat()
    let isOnDisk = fstat(descriptor, &status) == 0 && fsync(descriptor) == 0
    close(descriptor)
    guard isOnDisk else { throw .system(while: "sync \(path)") }
    return try await settle(Stored(digest: digest, size: Int64(status.st_size)), at: path)
  }

  package nonisolated func contains(_ digest: FileDigest) -> Bool { tree.entry(digest) != nil }

  /// Where the bytes of a file are, for those who only read; it may be removed at any time.
  package nonisolated func path(of digest: FileDigest) -> String {
    tree.path(of: digest)
  }

  /// Opens a file for reading; that counts as a use of it.
  package nonisolated func read(_ digest: FileDigest) throws(FileStoreError) -> FileReading {
    let reading = try FileReading(path(of: digest), digest)
    tree.touch(digest, at: now())
    return reading
  }

  /// Removes a file, whoever needs it; false when there was none.
  @discardableResult
  package func remove(_ digest: FileDigest) throws(FileStoreError) -> Bool {
    guard let entry = tree.entry(digest) else { return false }
    try tree.remove(digest)
    total -= entry.size
    changes &+= 1
    return true
  }

  /// Gives a whole file its place, once there is room for it.
  private func settle(_ file: Stored, at path: String) async throws(FileStoreError) -> Stored {
    guard file.size <= limits.file else { throw .tooLarge(limit: limits.file) }
    while tree.entry(file.digest)?.size != file.size, limits.total - total < file.size {
      try await makeRoom(for: file.size)
    }
    let old = tree.entry(file.digest)
    if old?.size != file.size {
      try tree.place(file.digest, from: path)
      total += file.size - (old?.size ?? 0)
      changes &+= 1
    }
    tree.touch(file.digest, at: now())
    return file
  }
}
