import Glibc

/// Holds the state directory for this process alone; the kernel lets go of it when the process
/// ends.
final class StateLock: Sendable {
  /// Why the directory cannot be had.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let descriptor: CInt

  /// Makes the directory, readable by us only, if it is not there.
  init(directory: String) throws(Failure) {
    if mkdir(directory, 0o700) != 0, errno != EEXIST {
      throw Failure(
        description:
          "cannot make the state directory \(directory): \(String(cString: strerror(errno)))"
      )
    }
    let path = directory + "/lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Failure(description: "cannot open \(path): \(String(cString: strerror(errno)))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw Failure(
        description: "another channeld runs on \(directory); give this one a state.dir of its own")
    }
  }

  deinit { close(descriptor) }
}
