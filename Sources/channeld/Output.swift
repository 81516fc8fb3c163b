import Foundation

/// Data goes to standard output, talk to standard error.
enum Output {
  enum Stream { case data, errors }

  static var errorsAreShownOnATerminal: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessEnvironment.variables["NO_COLOR"] == nil
  }

  static func print(_ line: String, to stream: Stream = .data) {
    write(Array((line + "\n").utf8), to: stream)
  }

  /// Writes all bytes; a reader that went away is no failure of ours.
  static func write(_ bytes: [UInt8], to stream: Stream = .data) {
    let descriptor = stream == .data ? STDOUT_FILENO : STDERR_FILENO
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }
}

/// The environment of the process, read here and nowhere else.
enum ProcessEnvironment {
  static var variables: [String: String] { ProcessInfo.processInfo.environment }
}
