import AdapterKit
import Crypto
import Glibc

/// A new file that takes an answer's body while it comes; gone unless it is finished.
///
/// Used on the curl thread only.
final class AnswerFile {
  /// Why a body is not taken any further.
  enum Trouble: Equatable {
    case tooLong(limit: Int)
    /// The system's word.
    case unwritable(String)
  }

  let limit: Int
  private let path: String
  private var descriptor: Int32 = -1
  private var size = 0
  private var digest = SHA256()

  init(_ path: String, atMost limit: Int) {
    self.path = path
    self.limit = limit
  }

  deinit { discard() }

  /// Removes what was written of an unfinished file.
  func discard() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(path)
    descriptor = -1
  }

  /// Writes a piece of the body as far as there is room for all of it.
  func take(_ bytes: UnsafeRawBufferPointer) -> Trouble? {
    guard bytes.count <= limit - size else { return .tooLong(limit: limit) }
    if let trouble = open() { return trouble }
    digest.update(bufferPointer: bytes)
    size += bytes.count
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest)
      let count = write(descriptor, piece.baseAddress, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return .unwritable(systemsWord()) }
      rest = rest.dropFirst(count)
    }
    return nil
  }

  /// Ends the file, which stays from here on.
  func finish() -> Result<TransferResponse.WrittenFile, FinishError> {
    if let trouble = open() { return .failure(FinishError(trouble: trouble)) }
    let finished = descriptor
    descriptor = -1
    guard close(finished) == 0 else {
      let trouble = Trouble.unwritable(systemsWord())
      unlink(path)
      return .failure(FinishError(trouble: trouble))
    }
    let sum = Array(digest.finalize())
    return .success(TransferResponse.WrittenFile(size: size, sha256: sum))
  }

  struct FinishError: Error {
    let trouble: Trouble
  }

  private func open() -> Trouble? {
    guard descriptor < 0 else { return nil }
    descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    return descriptor < 0 ? .unwritable(systemsWord()) : nil
  }
}

private func systemsWord() -> String { String(cString: strerror(errno)) }
