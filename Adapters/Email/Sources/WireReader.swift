import AdapterKit
import EventModel

/// Takes lines and counted bytes off a connection, whichever way they arrive.
struct WireReader<Stream: ByteStream>: Sendable {
  let stream: Stream
  private var buffer: ArraySlice<UInt8> = []

  init(_ stream: Stream) { self.stream = stream }

  /// The next line without its end; a longer one than `limit` ends the conversation.
  mutating func line(
    atMost limit: Int = 64 << 10, within patience: Duration
  ) async throws(SendFailure) -> [UInt8] {
    var line: [UInt8] = []
    while true {
      if let end = buffer.firstIndex(of: 0x0A) {
        line += buffer[..<end]
        buffer = buffer[end...].dropFirst()
        if line.last == 0x0D { line.removeLast() }
        return line
      }
      line += buffer
      guard line.count <= limit else { throw .unreadable("a line of the server is too long") }
      buffer = try await more(within: patience)
    }
  }

  /// Exactly that many bytes.
  mutating func bytes(
    _ count: Int, within patience: Duration
  ) async throws(SendFailure) -> [UInt8] {
    var bytes = Array(buffer.prefix(count))
    bytes.reserveCapacity(count)
    buffer = buffer.dropFirst(count)
    while bytes.count < count {
      let more = try await more(within: patience)
      let missing = count - bytes.count
      bytes += more.prefix(missing)
      buffer = more.dropFirst(missing)
    }
    return bytes
  }

  private func more(within patience: Duration) async throws(SendFailure) -> ArraySlice<UInt8> {
    let bytes = try await stream.receive(within: patience)
    guard !bytes.isEmpty else {
      throw .unavailable(DeliveryError(.unavailable, "the server closed the connection"))
    }
    return bytes[...]
  }
}

extension SendFailure {
  /// The server said what it should not; nothing was done by it.
  static func unreadable(_ reason: String) -> SendFailure {
    .unavailable(DeliveryError(.platformError, reason))
  }

  /// A deadline passed without a byte.
  var isTimeout: Bool { error?.kind == .timeout }
}
