import JSON

/// A file on its way into the shelf.
struct FileDraft: Sendable {
  var name: String
  var bytes: [UInt8] = []
  var source: String?
  var trouble: FileTrouble?
}

extension FileDraft {
  /// Bytes that an order may ask for by their number.
  private static let mostBytes: Int64 = 64 << 20
  /// The size that is announced when an order names none.
  private static let largeSize: Int64 = 2 << 30
  /// The address of the metadata of a cloud's machines, which nobody may be led to.
  private static let privateAddress = "http://169.254.169.254/latest/meta-data/"

  /// Reads `{name, text | base64 | size, trouble, location}`; a file of which only the size is told
  /// holds the same letter all through.
  ///
  /// `trouble` is `gone` (404 for ever), `endless` (a body without an end), `too_large` (a body of
  /// `size` bytes that is not kept, 2 GiB without it) or `redirect` (to `location`, without it to a
  /// private address).
  init(_ order: JSONView) {
    name = order["name"].nonEmpty ?? "file.txt"
    let size = min(max(0, order["size"].int ?? Self.largeSize), 1 << 40)
    switch order["trouble"].string {
    case "gone": trouble = .gone
    case "endless": trouble = .endless
    case "too_large": trouble = .tooLarge(Int(size))
    case "redirect": trouble = .redirect(order["location"].nonEmpty ?? Self.privateAddress)
    default: trouble = nil
    }
    if let base64 = order["base64"].string {
      bytes = base64Decoded(base64)
    } else if order["size"].exists, trouble == nil {
      bytes = Array(repeating: UInt8(ascii: "x"), count: Int(min(size, Self.mostBytes)))
    } else {
      bytes = Array((order["text"].string ?? "").utf8)
    }
  }
}

/// The bytes of a base64 text; letters that are none of its alphabet are skipped.
func base64Decoded(_ text: String) -> [UInt8] {
  var bytes: [UInt8] = []
  var buffer: UInt32 = 0
  var bits = 0
  for letter in text.utf8 {
    guard let value = base64Value(letter) else { continue }
    buffer = buffer << 6 | value
    bits += 6
    guard bits >= 8 else { continue }
    bits -= 8
    bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
  }
  return bytes
}

private func base64Value(_ letter: UInt8) -> UInt32? {
  switch letter {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter - UInt8(ascii: "A"))
  case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter - UInt8(ascii: "a")) + 26
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter - UInt8(ascii: "0")) + 52
  case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
  case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
  default: nil
  }
}
