import EventModel
import Store

extension PageCursor {
  /// The cursor as callers carry it: base64url of `{milliseconds}:{id}`.
  var text: String { Base64URL.text(of: Array("\(at.milliseconds):\(id)".utf8)) }

  /// Reads what a caller carried back; nil when it is none of ours.
  init?(text: String) {
    guard let bytes = Base64URL.bytes(of: text) else { return nil }
    let halves = String(decoding: bytes, as: UTF8.self).split(separator: ":", maxSplits: 1)
    guard halves.count == 2, let milliseconds = Int64(halves[0]) else { return nil }
    self.init(at: Timestamp(milliseconds: milliseconds), id: String(halves[1]))
  }
}

/// Base64 with the alphabet of URLs, without padding (RFC 4648 §5).
enum Base64URL {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
  private static let values = Dictionary(
    uniqueKeysWithValues: alphabet.enumerated().map { ($1, UInt32($0)) })

  static func text(of bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    var (bits, count): (UInt32, UInt32) = (0, 0)
    for byte in bytes {
      bits = (bits << 8 | UInt32(byte)) & 0xFFFF
      count += 8
      while count >= 6 {
        count -= 6
        result.append(alphabet[Int(bits >> count & 63)])
      }
    }
    if count > 0 { result.append(alphabet[Int(bits << (6 - count) & 63)]) }
    return String(decoding: result, as: UTF8.self)
  }

  static func bytes(of text: String) -> [UInt8]? {
    var result: [UInt8] = []
    var (bits, count): (UInt32, UInt32) = (0, 0)
    for digit in text.utf8 {
      guard let value = values[digit] else { return nil }
      bits = (bits << 6 | value) & 0xFFFF
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    return result
  }
}
