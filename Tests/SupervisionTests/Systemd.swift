import Glibc
import Logging
import Testing

@testable import Supervision

/// The receiving end of sd_notify: a datagram socket.
final class Systemd: Sendable {
  private let descriptor: Int32
  private let address: String

  init(listeningAt address: String) throws {
    self.address = address
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    unlink(address)
    let bound = try #require(NotifyAddress(address)).withSocketAddress { bind(descriptor, $0, $1) }
    try #require(bound == 0)
  }

  deinit {
    close(descriptor)
    unlink(address)
  }

  /// The next datagram, nil if none comes.
  func hear() async -> String? {
    await eventually("a datagram") { !self.hearsNothing }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
  }

  /// Whether there is no datagram waiting.
  var hearsNothing: Bool {
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT | MSG_PEEK)) < 0
  }
}

/// A log whose messages a test reads.
struct DiaryLog: LogHandler {
  let diary: Diary
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.trace

  init(diary: Diary) { self.diary = diary }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { diary.note("\(event.message)") }
}
