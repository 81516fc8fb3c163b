import EventModel
import Glibc

extension StoredFile {
  /// All of its bytes; a file that is not what it was said to be makes the send fail for good.
  public func bytes() throws(SendFailure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.unreadable(errno) }
    defer { close(descriptor) }
    guard let count = Int(exactly: size), count >= 0 else { throw Self.unreadable(EFBIG) }
    var problem: Int32?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = pread(
          descriptor, buffer.baseAddress?.advanced(by: filled), count - filled, filled)
        if got < 0, errno == EINTR { continue }
        guard got > 0 else {
          problem = got < 0 ? errno : ENODATA
          return
        }
        filled += got
      }
    }
    if let problem { throw Self.unreadable(problem) }
    return bytes
  }

  private static func unreadable(_ code: Int32) -> SendFailure {
    .rejected(DeliveryError(.uploadFailed, code: "\(code)", "a file of ours cannot be read"))
  }
}
