import Glibc

/// Where `$NOTIFY_SOCKET` points: a socket in the file system, or in the abstract namespace.
struct NotifyAddress: Sendable {
  private let address: sockaddr_un
  private let length: socklen_t

  /// Nil if the name is neither an absolute path nor `@name`, or is too long for a socket.
  init?(_ name: String) {
    var bytes = Array(name.utf8)
    let isAbstract = bytes.first == UInt8(ascii: "@")
    guard isAbstract || bytes.first == UInt8(ascii: "/"), !bytes.contains(0) else { return nil }
    // A path ends with a zero byte; an abstract name begins with one and ends where the length
    // says.
    if isAbstract { bytes[0] = 0 } else { bytes.append(0) }

    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard bytes.count <= MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    self.address = address
    length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
  }

  func withSocketAddress<Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }
}
