import Glibc
import Logging

/// Tells systemd how the service is: the datagrams of sd_notify(3).
///
/// Without `$NOTIFY_SOCKET` it says nothing. What can't be told is logged and otherwise borne,
/// since nobody who calls this could do better.
package struct SystemdNotifier: Sendable {
  package enum Notice: Sendable, Hashable {
    case ready
    case status(StatusLine)
    case stopping
    case watchdog
    /// The configuration is being read anew; `.ready` follows. The moment is CLOCK_MONOTONIC's.
    case reloading(at: Duration)
    /// Starting or stopping takes that much longer, counted from now.
    case extendTimeout(Duration)
  }

  /// How long a full queue at systemd's end may hold us up.
  private static let patience = timeval(tv_sec: 1, tv_usec: 0)

  private let address: NotifyAddress?
  private let logger: Logger

  package init(environment: [String: String], logger: Logger) {
    self.logger = logger
    guard let name = environment["NOTIFY_SOCKET"], !name.isEmpty else {
      address = nil
      return
    }
    address = NotifyAddress(name)
    if address == nil { logger.error("NOTIFY_SOCKET is neither a path nor an abstract name") }
  }

  /// Sends the notices as one datagram, so that systemd takes them together.
  package func send(_ notices: Notice...) {
    guard let address else { return }
    let text = notices.map(\.assignments).joined(separator: "\n")
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return lament(text, errno) }
    defer { close(descriptor) }
    var patience = Self.patience
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    let sent = address.withSocketAddress { address, length in
      text.utf8.withContiguousStorageIfAvailable { bytes in
        sendto(
          descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL), address, length)
      } ?? -1
    }
    if sent < 0 { lament(text, errno) }
  }

  /// Says that the configuration is being read anew, now.
  package func sendReloading() {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    send(.reloading(at: .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec)))
  }

  private func lament(_ text: String, _ code: Int32) {
    logger.error(
      "systemd could not be told",
      metadata: ["notice": "\(text)", "reason": "\(String(cString: strerror(code)))"])
  }
}

extension SystemdNotifier.Notice {
  /// The notice as lines of `NAME=value`.
  var assignments: String {
    switch self {
    case .ready: "READY=1"
    case .status(let line): "STATUS=\(line)"
    case .stopping: "STOPPING=1"
    case .watchdog: "WATCHDOG=1"
    case .reloading(let moment): "RELOADING=1\nMONOTONIC_USEC=\(moment.microseconds)"
    case .extendTimeout(let time): "EXTEND_TIMEOUT_USEC=\(time.microseconds)"
    }
  }
}

extension Duration {
  /// Whole microseconds.
  fileprivate var microseconds: Int64 {
    components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
  }
}
