import Synchronization

/// Knows every secret that was read, to keep it out of logs and error texts by its value.
public final class SecretMask: Sendable {
  /// Shorter secrets are not masked: they would tear words of every other line apart.
  public static let shortest = 4

  /// What to hide, by its first four bytes, the longest first.
  private let hidden = Mutex<[UInt32: [[UInt8]]]>([:])

  public init() {}

  /// Hides `secret` from now on, as it is and percent-encoded as in a URL.
  public func hide(_ secret: Secret) {
    let bytes = secret.revealBytes()
    hidden.withLock { hidden in
      for form in Set([bytes, percentEncoded(bytes, upperCase), percentEncoded(bytes, lowerCase)]) {
        guard let start = start(of: form, at: 0) else { continue }
        var forms = hidden[start, default: []]
        guard !forms.contains(form) else { continue }
        forms.append(form)
        hidden[start] = forms.sorted { $0.count > $1.count }
      }
    }
  }

  /// `text` with every stretch that is part of a secret replaced by `•••`.
  public func masked(_ text: String) -> String {
    var bytes = Array(text.utf8)
    let stretches = stretches(in: bytes)
    if stretches.isEmpty { return text }
    for stretch in stretches.reversed() { bytes.replaceSubrange(stretch, with: Secret.mask.utf8) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Where secrets stand in UTF-8 text; those that overlap or touch are one stretch.
  func stretches(in bytes: [UInt8]) -> [Range<Int>] {
    let hidden = hidden.withLock(\.self)
    guard !hidden.isEmpty else { return [] }
    var stretches: [Range<Int>] = []
    for index in bytes.indices {
      guard let length = longestMatch(in: bytes, at: index, of: hidden) else { continue }
      if let last = stretches.last, last.upperBound >= index {
        stretches[stretches.count - 1] = last.lowerBound..<max(last.upperBound, index + length)
      } else {
        stretches.append(index..<(index + length))
      }
    }
    return stretches
  }

  private func longestMatch(
    in bytes: [UInt8], at index: Int, of hidden: [UInt32: [[UInt8]]]
  ) -> Int? {
    guard let start = start(of: bytes, at: index), let forms = hidden[start] else { return nil }
    return forms.first { bytes[index...].starts(with: $0) }?.count
  }

  private func start(of bytes: [UInt8], at index: Int) -> UInt32? {
    guard bytes.count - index >= Self.shortest else { return nil }
    return bytes[index..<(index + 4)].reduce(0) { $0 << 8 | UInt32($1) }
  }
}

private let upperCase = Array("0123456789ABCDEF".utf8)
private let lowerCase = Array("0123456789abcdef".utf8)

/// All but the unreserved characters of RFC 3986 as `%XX`, as curl_easy_escape writes them.
private func percentEncoded(_ bytes: [UInt8], _ digits: [UInt8]) -> [UInt8] {
  bytes.flatMap { byte -> [UInt8] in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      [byte]
    default:
      [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
}
