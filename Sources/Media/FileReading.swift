import Glibc

/// An open file of the store; stays readable when the store has removed it meanwhile.
package final class FileReading: Sendable {
  package let size: Int64
  private let descriptor: Int32

  /// The most that one read gives.
  package static let largestPiece = 256 << 10

  init(_ path: String, _ digest: FileDigest) throws(FileStoreError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .missing(digest) : .system(while: "open \(path)")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      close(descriptor)
      throw .system(while: "look at \(path)")
    }
    self.descriptor = descriptor
    size = Int64(status.st_size)
  }

  deinit { close(descriptor) }

  /// The next bytes of a range, at most `largestPiece`; none when nothing is left of it.
  package func bytes(of range: Range<Int64>) throws(FileStoreError) -> [UInt8] {
    let range = range.clamped(to: 0..<size)
    let wanted = Int(min(range.upperBound - range.lowerBound, Int64(Self.largestPiece)))
    guard wanted > 0 else { return [] }
    var failure = false
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
      let read = pread(descriptor, buffer.baseAddress, wanted, off_t(range.lowerBound))
      failure = read < 0
      count = max(0, read)
    }
    if failure { throw .system(while: "read") }
    return bytes
  }
}
