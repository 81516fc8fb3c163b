/// Builds a letter's tree in one pass over its lines, with the boundaries of all open multiparts on
/// a stack.
struct LetterParser {
  private let bytes: [UInt8]
  private let limits: Limits
  private(set) var cuts: Set<Cut> = []
  private var partCount = 0
  /// Multiparts that are open, outermost first, with the lines that divide them.
  private var open: [(part: BodyPart, boundary: ArraySlice<UInt8>)] = []
  /// The leaf whose body is being passed; nil in a preamble or epilogue.
  private var leaf: BodyPart?
  private var root: BodyPart?

  init(_ bytes: [UInt8], _ limits: Limits) {
    self.bytes = bytes
    self.limits = limits
  }

  mutating func parse() -> BodyPart {
    var position = begin(at: letterStart, section: "", defaultType: "text/plain")
    // Without a multipart there is no boundary to look for.
    var lines = LineScanner(bytes, in: position..<bytes.count)
    var lastEnd = position
    while !open.isEmpty, let line = lines.next() {
      if let (depth, isLast) = delimiter(bytes[line.start..<line.end]) {
        // The line end before a delimiter belongs to it.
        closeLeaf(at: max(lastEnd, position))
        while open.count > depth + 1 { closeInnermost(at: line.start) }
        if isLast {
          closeInnermost(at: line.start)
        } else {
          position = beginChild(at: line.next)
          lines = LineScanner(bytes, in: position..<bytes.count)
          lastEnd = position
          continue
        }
      }
      lastEnd = line.end
    }
    closeLeaf(at: bytes.count)
    while !open.isEmpty { closeInnermost(at: bytes.count) }
    return root
      ?? BodyPart(
        HeaderBlock(emptyIn: bytes), in: bytes, from: 0, section: "", defaultType: "text/plain")
  }

  /// Behind a byte order mark, empty lines and the line that mbox files put in front.
  private var letterStart: Int {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var lines = LineScanner(bytes, in: start..<bytes.count)
    while let line = lines.next() {
      guard line.isEmpty || bytes[line.start..<line.end].starts(with: Array("From ".utf8)) else {
        break
      }
      start = line.next
    }
    return start
  }

  private mutating func beginChild(at start: Int) -> Int {
    guard let parent = open.last?.part else { return start }
    guard partCount < limits.mostParts else {
      cuts.insert(.parts)
      return start
    }
    let number = "\(parent.children.count + 1)"
    return begin(
      at: start, section: parent.section.isEmpty ? number : parent.section + "." + number,
      defaultType: parent.mimeType == "multipart/digest" ? "message/rfc822" : "text/plain")
  }

  /// Reads the headers of a part; what follows them is its body.
  private mutating func begin(at start: Int, section: String, defaultType: String) -> Int {
    partCount += 1
    var body = start
    let headers = HeaderBlock(
      in: bytes, range: start..<bytes.count, limits: limits, body: &body)
    if headers.isCut { cuts.insert(.headers) }
    let part = BodyPart(headers, in: bytes, from: body, section: section, defaultType: defaultType)
    guard let boundary = part.boundary, open.count < limits.deepestNesting else {
      if part.boundary != nil { cuts.insert(.nesting) }
      leaf = part
      return body
    }
    open.append((part, boundary))
    return body
  }

  private mutating func closeLeaf(at end: Int) {
    guard var part = leaf else { return }
    leaf = nil
    part.range = part.range.lowerBound..<max(part.range.lowerBound, end)
    add(part)
  }

  private mutating func closeInnermost(at end: Int) {
    guard var part = open.popLast()?.part else { return }
    part.range = part.range.lowerBound..<max(part.range.lowerBound, end)
    add(part)
  }

  private mutating func add(_ part: BodyPart) {
    if open.isEmpty {
      root = root ?? part
    } else {
      open[open.count - 1].part.children.append(part)
    }
  }

  /// The open multipart whose delimiter a line is, the innermost first, and whether it is the
  /// closing one.
  private func delimiter(_ line: ArraySlice<UInt8>) -> (depth: Int, isLast: Bool)? {
    guard line.starts(with: [0x2D, 0x2D]) else { return nil }
    let text = line.dropFirst(2)
    for depth in open.indices.reversed() {
      let boundary = open[depth].boundary
      guard text.starts(with: boundary) else { continue }
      let tail = text.dropFirst(boundary.count)
      if tail.allSatisfy(\.isBlank) { return (depth, false) }
      if tail.starts(with: [0x2D, 0x2D]), tail.dropFirst(2).allSatisfy(\.isBlank) {
        return (depth, true)
      }
    }
    return nil
  }
}
