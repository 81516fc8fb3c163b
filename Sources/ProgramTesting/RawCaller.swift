import Glibc

/// A caller on a bare socket, who writes more than he is asked for and reads what comes.
package struct RawCaller: Sendable {
  private let port: Int

  package init(port: Int) { self.port = port }

  struct NoSocket: Error {}

  /// Says the head, pours out so many chunks until nobody takes them, and reads to the end.
  ///
  /// It blocks its thread meanwhile.
  package func say(_ head: String, chunks: Int = 0) throws -> (answer: String, poured: Int) {
    let descriptor = try connected()
    defer { close(descriptor) }
    var poured = 0
    if write(Array(head.utf8), to: descriptor) {
      let size = 64 << 10
      let chunk =
        Array("10000\r\n".utf8) + [UInt8](repeating: 120, count: size) + Array("\r\n".utf8)
      for _ in 0..<chunks {
        guard write(chunk, to: descriptor) else { break }
        poured += size
      }
    }
    return (answer: read(descriptor), poured: poured)
  }

  /// Says something on so many connections and never reads what comes; hangs up after `body`.
  package func holding<Value>(
    _ text: String, times count: Int = 1, _ body: () async throws -> Value
  ) async throws -> Value {
    let descriptors = try (0..<count).map { _ in try connected() }
    defer { for descriptor in descriptors { close(descriptor) } }
    for descriptor in descriptors { _ = write(Array(text.utf8), to: descriptor) }
    return try await body()
  }

  private func connected() throws -> CInt {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // Left to itself, the kernel takes many megabytes for one who does not read.
    var buffer: CInt = 64 << 10
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &buffer, socklen_t(MemoryLayout<CInt>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(clamping: port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard descriptor >= 0, isConnected else { throw NoSocket() }
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    return descriptor
  }

  /// False when the other side takes no more.
  private func write(_ bytes: [UInt8], to descriptor: CInt) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return false }
      rest = rest.dropFirst(sent)
    }
    return true
  }

  private func read(_ descriptor: CInt) -> String {
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while result.count < 1 << 20 {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      result += buffer[..<count]
    }
    return String(decoding: result, as: UTF8.self)
  }
}
