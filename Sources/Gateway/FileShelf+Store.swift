import EventModel
import Media
import Relay
import Store
import Synchronization

extension FileShelf {
  /// The shelf of a store of files.
  package init(_ files: FileStore) {
    self.init(
      largest: Int(clamping: files.limits.file), newPath: { files.newPath() },
      take: { path, sum, facts in
        let stored = try await files.take(path, try FileDigest(checking: sum))
        return try FileContent(stored, facts, in: files)
      },
      keep: { bytes, facts in
        var incoming = try files.begin()
        try incoming.write(bytes)
        return try FileContent(try await files.keep(incoming), facts, in: files)
      },
      path: { sha256 in
        guard let digest = FileDigest(hex: sha256), files.contains(digest) else { return nil }
        return files.path(of: digest)
      })
  }

  /// A shelf that keeps nothing: what comes is open for one reader, and gone with him.
  init(_ files: FileStore, passing passed: PassedFile) {
    self.init(
      largest: Int(clamping: files.limits.file), newPath: { files.newPath() },
      take: { path, sum, facts in
        let digest = try FileDigest(checking: sum)
        return try passed.hold(try files.pass(path, digest), digest, facts)
      },
      keep: { bytes, facts in
        var incoming = try files.begin()
        try incoming.write(bytes)
        let file = try files.pass(incoming)
        return try passed.hold(file.reading, file.digest, facts)
      },
      path: { _ in nil })
  }
}

/// A file that is not kept, open for whoever asked for it.
final class PassedFile: Sendable {
  private let held = Mutex<FileReading?>(nil)

  var reading: FileReading? { held.withLock { $0 } }

  fileprivate func hold(
    _ reading: FileReading, _ digest: FileDigest, _ facts: FileFacts
  ) throws(FileStoreError) -> FileContent {
    held.withLock { $0 = reading }
    return try FileContent(digest, facts, reading)
  }
}

extension FileContent {
  init(
    _ stored: FileStore.Stored, _ facts: FileFacts, in files: FileStore
  ) throws(FileStoreError) {
    try self.init(stored.digest, facts, try files.read(stored.digest))
  }

  fileprivate init(
    _ digest: FileDigest, _ facts: FileFacts, _ reading: FileReading
  ) throws(FileStoreError) {
    let start = try reading.bytes(of: 0..<Int64(ContentType.sniffed))
    self.init(
      sha256: digest.hex, size: reading.size,
      mimeType: ContentType(declared: facts.mimeType, start: start).essence,
      name: FileName(facts.name).text)
  }
}

extension FileDigest {
  fileprivate init(checking sum: [UInt8]) throws(FileStoreError) {
    guard let digest = FileDigest(sum) else {
      throw .unexpected("a digest of another length")
    }
    self = digest
  }
}
