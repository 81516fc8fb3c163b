import CCurl
import Glibc

/// A file that libcurl reads while it sends it.
///
/// Used on the curl thread only. Its size is that of the moment when it was opened: what is
/// written to it afterwards is not sent, and when it shrinks, the request ends.
final class UploadFile {
  let size: Int
  private let descriptor: Int32
  private var offset = 0

  /// Fails with what libcurl says of a file that is not there, or of one that cannot be read now.
  init(_ path: String) throws(CURLcodeError) {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let isGone = [ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG].contains(errno)
      throw CURLcodeError(code: isGone ? CURLE_FILE_COULDNT_READ_FILE : CURLE_READ_ERROR)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw CURLcodeError(code: CURLE_FILE_COULDNT_READ_FILE)
    }
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// The next bytes; none when all were read, nil when they cannot be had.
  fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    let wanted = min(buffer.count, size - offset)
    guard wanted > 0 else { return 0 }
    let count = pread(descriptor, buffer.baseAddress, wanted, off_t(offset))
    guard count > 0 else { return nil }
    offset += count
    return count
  }
}

/// A code of libcurl as an error.
struct CURLcodeError: Error {
  let code: CURLcode
}

/// Gives libcurl the next bytes of the `UploadFile` that is its context.
let giveFile: ccurl_source = { buffer, size, count, context in
  guard let context else { return Int(CURL_READFUNC_ABORT) }
  let file = Unmanaged<UploadFile>.fromOpaque(context).takeUnretainedValue()
  let buffer = UnsafeMutableRawBufferPointer(start: buffer, count: size * count)
  return file.read(into: buffer) ?? Int(CURL_READFUNC_ABORT)
}
