import Glibc

/// A socket that sends any bytes and reads what comes.
final class RawClient {
  private let descriptor: CInt
  private var unread: [UInt8] = []

  struct NoConnection: Error {}

  init(port: Int, host: String = "127.0.0.1") throws {
    var hints = addrinfo()
    hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_NUMERICHOST
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &found) == 0, let found else {
      throw NoConnection()
    }
    defer { freeaddrinfo(found) }
    let made = socket(found.pointee.ai_family, CInt(SOCK_STREAM.rawValue), 0)
    guard connect(made, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0 else {
      close(made)
      throw NoConnection()
    }
    // Not before: what throws with all its members set is deinitialized, and would close twice.
    descriptor = made
    var one: CInt = 1
    setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<CInt>.size))
  }

  deinit { close(descriptor) }

  /// False once the server has hung up.
  @discardableResult
  func send(_ bytes: some Collection<UInt8>) -> Bool {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return false }
      rest = rest.dropFirst(sent)
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Sends no more.
  func finish() { shutdown(descriptor, CInt(SHUT_WR)) }

  /// The first byte that comes, within a tenth of a second.
  func nextByte() -> UInt8? {
    var item = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    var byte: UInt8 = 0
    return poll(&item, 1, 100) == 1 && recv(descriptor, &byte, 1, 0) == 1 ? byte : nil
  }

  /// One answer: its head and as much body as it says; nil when there is none within the limit.
  func answer(within seconds: Double = 10, hasBody: Bool = true) async -> Reply? {
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
      if let reply = Reply(taking: &unread, hasBody: hasBody) { return reply }
      guard await read(until: end) == .some(true) else { return nil }
    }
  }

  /// What is left until the server hangs up; nil when it has not by the limit.
  func rest(within seconds: Double = 10) async -> [UInt8]? {
    let end = ContinuousClock.now + .seconds(seconds)
    while let more = await read(until: end) {
      if !more { return unread }
    }
    return nil
  }

  /// Everything that comes within the time, and whether the server hung up.
  func everything(within seconds: Double) async -> (bytes: [UInt8], isClosed: Bool) {
    let isClosed = await rest(within: seconds) != nil
    return (unread, isClosed)
  }

  /// True when something came, false when the server hung up, nil when the time is over.
  private func read(until end: ContinuousClock.Instant) async -> Bool? {
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, CInt(MSG_DONTWAIT))
      if count > 0 {
        unread += chunk[..<count]
        return true
      }
      guard count < 0, errno == EAGAIN else { return false }
      guard ContinuousClock.now < end, !Task.isCancelled else { return nil }
      await pause()
    }
  }
}

/// An answer as it came.
struct Reply: Equatable {
  let head: String
  let body: String

  var code: Int { Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0 }
  var closes: Bool { head.contains("\r\nconnection: close\r\n") }

  /// Takes one answer off the bytes, if it is whole.
  init?(taking bytes: inout [UInt8], hasBody: Bool) {
    let blank = Array("\r\n\r\n".utf8)
    guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: blank) }) else {
      return nil
    }
    let head = String(decoding: bytes[..<(end + 4)], as: UTF8.self)
    let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length: ") }
      .flatMap { Int($0.dropFirst(16)) }
    let whole = end + 4 + (hasBody ? length ?? 0 : 0)
    guard bytes.count >= whole else { return nil }
    self.head = head
    body = String(decoding: bytes[(end + 4)..<whole], as: UTF8.self)
    bytes.removeFirst(whole)
  }
}
