import Glibc

/// Files that nobody keeps: they are there for one reader, and go with him.
extension FileStore {
  /// Opens a file that somebody else wrote to a `newPath`. The path is free afterwards, also when
  /// it failed.
  package nonisolated func pass(
    _ path: String, _ digest: FileDigest
  ) throws(FileStoreError) -> FileReading {
    defer { unlink(path) }
    return try FileReading(path, digest)
  }

  /// Opens a file that was written here.
  package nonisolated func pass(
    _ file: consuming IncomingFile
  ) throws(FileStoreError) -> (reading: FileReading, digest: FileDigest) {
    let digest = try file.sealed()
    return (reading: try FileReading(file.path, digest), digest: digest)
  }
}
