import Glibc
import NIOCore

/// Who is at the other end, as an IPv6 address; an IPv4 one is written as `::ffff:a.b.c.d`.
struct PeerAddress: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64

  private static let mapped: UInt64 = 0xFFFF_0000_0000

  /// Nil for a text that is no address.
  init?(_ text: String) {
    var address = in6_addr()
    let text = text.utf8.contains(UInt8(ascii: ":")) ? text : "::ffff:\(text)"
    guard inet_pton(AF_INET6, text, &address) == 1 else { return nil }
    (high, low) = withUnsafeBytes(of: address) { bytes in
      (
        UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      )
    }
  }

  private init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// What one caller commands: an IPv4 address, or all of an IPv6 /64 network.
  var network: PeerAddress {
    high == 0 && low >> 32 == Self.mapped >> 32 ? self : PeerAddress(high: high, low: 0)
  }
}
