/// Mends what simdjson refuses though other readers take it: a lone surrogate escape becomes
/// U+FFFD, a number out of range becomes a string of its spelling.
struct JSONRepair {
  private let text: UnsafeBufferPointer<UInt8>
  private var at = 0
  private var mended: [UInt8] = []
  /// Up to here the text is in `mended`.
  private var copied = 0

  /// The mended text; nil when there is nothing to mend.
  static func mend(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    var repair = JSONRepair(text: text)
    repair.run()
    guard repair.copied > 0 else { return nil }
    return repair.mended + text[repair.copied...]
  }

  private init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

  private mutating func run() {
    while at < text.count {
      switch text[at] {
      case UInt8(ascii: "\""): string()
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): number()
      default: at += 1
      }
    }
  }

  /// Puts `replacement` in place of the text between `start` and `at`.
  private mutating func replace(from start: Int, by replacement: some Collection<UInt8>) {
    mended += text[copied..<start]
    mended += replacement
    copied = at
  }

  private mutating func string() {
    at += 1
    while at < text.count, text[at] != UInt8(ascii: "\"") {
      if text[at] == UInt8(ascii: "\\") { escape() } else { at += 1 }
    }
    at += 1
  }

  private mutating func escape() {
    let start = at
    guard let unit = escapedUnit(at: start) else {
      at = min(start + 2, text.count)
      return
    }
    at = start + 6
    let isPair =
      UTF16.isLeadSurrogate(unit) && escapedUnit(at: at).map(UTF16.isTrailSurrogate) == true
    if isPair {
      at += 6
    } else if UTF16.isSurrogate(unit) {
      replace(from: start, by: "\u{FFFD}".utf8)
    }
  }

  /// The unit of `\uXXXX` at `place`.
  private func escapedUnit(at place: Int) -> UInt16? {
    guard place + 6 <= text.count, text[place] == UInt8(ascii: "\\"),
      text[place + 1] == UInt8(ascii: "u")
    else { return nil }
    return UInt16(String(decoding: text[(place + 2)..<(place + 6)], as: UTF8.self), radix: 16)
  }

  private mutating func number() {
    let start = at
    while at < text.count, Self.isOfNumber(text[at]) { at += 1 }
    // What fits is the usual case, and short enough to tell without reading it.
    guard at - start > 18 || text[start..<at].contains(where: { $0 | 0x20 == UInt8(ascii: "e") })
    else { return }
    let spelling = String(decoding: text[start..<at], as: UTF8.self)
    guard Self.isOutOfRange(spelling) else { return }
    replace(from: start, by: "\"\(spelling)\"".utf8)
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  /// Whether a spelling is a number for everybody but too large for 64 bits.
  private static func isOutOfRange(_ spelling: String) -> Bool {
    let digits = spelling.utf8.drop { $0 == UInt8(ascii: "-") }
    let isWhole = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    if isWhole {
      let hasLeadingZero = digits.first == UInt8(ascii: "0") && digits.count > 1
      return !hasLeadingZero && !digits.isEmpty && Int64(spelling) == nil && UInt64(spelling) == nil
    }
    return Double(spelling)?.isInfinite == true
  }
}
