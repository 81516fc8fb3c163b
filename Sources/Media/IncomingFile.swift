import Crypto
import Glibc

/// A file on its way into the store, seen by nobody; gone unless the store keeps it.
package struct IncomingFile: ~Copyable {
  let path: String
  private(set) var size: Int64 = 0
  private let descriptor: Int32
  private let limit: Int64
  private var digest = SHA256()

  init(at path: String, atMost limit: Int64) throws(FileStoreError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .system(while: "make \(path)") }
    self.path = path
    self.descriptor = descriptor
    self.limit = limit
  }

  deinit {
    close(descriptor)
    unlink(path)
  }

  /// Appends some bytes, a bounded number of them.
  package mutating func write(_ bytes: some Sequence<UInt8>) throws(FileStoreError) {
    let bytes = Array(bytes)
    guard Int64(bytes.count) <= limit - size else { throw .tooLarge(limit: limit) }
    digest.update(data: bytes)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .system(while: "write \(path)") }
      written += count
    }
    size += Int64(bytes.count)
  }

  /// On the disk, with its name in the store.
  func sealed() throws(FileStoreError) -> FileDigest {
    guard fsync(descriptor) == 0 else { throw .system(while: "sync \(path)") }
    guard let digest = FileDigest(Array(digest.finalize())) else {
      throw .unexpected("a digest of another length")
    }
    return digest
  }
}
