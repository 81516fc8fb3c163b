import AdapterKit

/// What has come of an HTTP answer so far.
struct Answer {
  private(set) var headers: [WireHeader] = []
  /// Whether the blank line after the headers has come; libcurl calls an answer whole without it.
  private(set) var hasWholeHead = false
  private(set) var body: [UInt8] = []
  /// Whether the body went over its limit and the transfer was ended for it.
  private(set) var isTooLong = false
  private let largestBody: Int

  init(largestBody: Int) {
    self.largestBody = largestBody
  }

  /// Takes a piece of the body as far as there is room for all of it.
  mutating func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count <= largestBody - body.count else {
      isTooLong = true
      return false
    }
    body.append(contentsOf: bytes)
    return true
  }

  /// Takes one line of a head; each head, of which `100 Continue` is one, begins anew.
  mutating func takeLine(_ bytes: UnsafeRawBufferPointer) {
    let line = bytes.trimmed
    if bytes.starts(with: "HTTP/".utf8) {
      headers = []
      hasWholeHead = false
    } else if line.isEmpty {
      hasWholeHead = true
    } else if !hasWholeHead, let colon = line.firstIndex(of: UInt8(ascii: ":")) {
      headers.append(
        WireHeader(
          String(decoding: line[..<colon], as: UTF8.self),
          String(decoding: line[line.index(after: colon)...].trimmed, as: UTF8.self)))
    }
  }
}

extension BidirectionalCollection<UInt8> where SubSequence: BidirectionalCollection<UInt8> {
  /// Without blanks and line ends at both ends.
  var trimmed: SubSequence {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
    guard let first = firstIndex(where: { !isBlank($0) }),
      let last = lastIndex(where: { !isBlank($0) })
    else { return self[endIndex..<endIndex] }
    return self[first...last]
  }
}
