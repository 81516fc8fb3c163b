/// Takes a `multipart/form-data` body apart as it comes (RFC 7578), and holds no more of it than a
/// delimiter and the head of a part.
struct MultipartReader: Sendable {
  /// A piece of a body.
  enum Piece: Hashable, Sendable {
    /// A part begins.
    case part(MultipartPart)
    /// So many more bytes of it.
    case bytes([UInt8])
    /// The last delimiter was read.
    case end
  }

  private enum State { case preamble, delimiter, head, content, epilogue }

  private let delimiter: [UInt8]
  private var state = State.preamble
  /// What is not told yet. The first delimiter may stand at the very start: it is read as if a line
  /// ended before it.
  private var rest: [UInt8] = [13, 10]
  private var parts = 0

  private static let longestBoundary = 70
  private static let longestHead = 8 << 10
  private static let longestPreamble = 1 << 10
  private static let longestPadding = 64
  private static let mostParts = 20

  /// Nil when the type is no multipart, or its boundary is none of RFC 2046 §5.1.1.
  init?(contentType: String?) {
    guard let type = HeaderValue(contentType ?? ""), type.word == "multipart/form-data",
      let boundary = type.parameters["boundary"].map({ Array($0.utf8) }),
      (1...Self.longestBoundary).contains(boundary.count),
      boundary.allSatisfy({ (0x20...0x7E).contains($0) }), boundary.last != 0x20
    else { return nil }
    delimiter = [13, 10, 45, 45] + boundary
  }

  /// How many bytes are held back.
  var held: Int { rest.count }

  /// Whether the last delimiter was read.
  var isOver: Bool { state == .epilogue }

  /// Takes some more bytes, and gives what they complete.
  mutating func read(_ bytes: some Sequence<UInt8>) throws(MultipartFault) -> [Piece] {
    // What follows the end means nothing (RFC 2046 §5.1.1).
    if state == .epilogue { return [] }
    rest += bytes
    var pieces: [Piece] = []
    while let piece = try next() {
      if case .bytes(let bytes) = piece, bytes.isEmpty { continue }
      pieces.append(piece)
    }
    return pieces
  }

  /// The next piece that is there as a whole; empty bytes only mean that it went on.
  private mutating func next() throws(MultipartFault) -> Piece? {
    switch state {
    case .preamble: try skipPreamble()
    case .delimiter: try endDelimiter()
    case .head: try takeHead()
    case .content: takeContent()
    case .epilogue: nil
    }
  }

  private mutating func skipPreamble() throws(MultipartFault) -> Piece? {
    if let start = rest.firstPlace(of: delimiter) {
      rest.removeFirst(start + delimiter.count)
      state = .delimiter
      return .bytes([])
    }
    guard rest.count <= Self.longestPreamble else { throw .noDelimiter }
    return nil
  }

  /// Behind a delimiter stand two dashes, or the end of its line after some white space.
  private mutating func endDelimiter() throws(MultipartFault) -> Piece? {
    if rest.starts(with: [45, 45]) {
      rest = []
      state = .epilogue
      return .end
    }
    let padding = rest.prefix { $0 == 32 || $0 == 9 }.count
    guard padding <= Self.longestPadding else { throw .noDelimiter }
    let line = rest[padding...]
    guard line.count >= 2 else {
      if let byte = line.first, byte != 13, byte != 45 { throw .noDelimiter }
      return nil
    }
    guard line.starts(with: [13, 10]) else { throw .noDelimiter }
    // The line's end stays: with an empty line it would end an empty head.
    rest.removeFirst(padding)
    parts += 1
    guard parts <= Self.mostParts else { throw .tooManyParts }
    state = .head
    return .bytes([])
  }

  private mutating func takeHead() throws(MultipartFault) -> Piece? {
    guard let end = rest.firstPlace(of: [13, 10, 13, 10]) else {
      guard rest.count <= Self.longestHead else { throw .headTooLong }
      return nil
    }
    guard end <= Self.longestHead else { throw .headTooLong }
    let head = rest[..<end]
    rest.removeFirst(end + 4)
    state = .content
    return .part(try MultipartPart(head: head))
  }

  private mutating func takeContent() -> Piece? {
    if let end = rest.firstPlace(of: delimiter) {
      let bytes = Array(rest[..<end])
      rest.removeFirst(end + delimiter.count)
      state = .delimiter
      return .bytes(bytes)
    }
    // The start of a delimiter may stand at the end.
    let sure = rest.count - delimiter.count + 1
    guard sure > 0 else { return nil }
    defer { rest.removeFirst(sure) }
    return .bytes(Array(rest[..<sure]))
  }
}

/// Why a body is not taken apart.
enum MultipartFault: Error, Hashable, Sendable {
  case noDelimiter, headTooLong, tooManyParts, unnamedPart

  var reason: String {
    switch self {
    case .noDelimiter: "a delimiter of the boundary does not stand where it must"
    case .headTooLong: "the head of a part is too long"
    case .tooManyParts: "there are too many parts"
    case .unnamedPart: "a part has no Content-Disposition: form-data with a name"
    }
  }
}

extension [UInt8] {
  /// Where a sequence of bytes begins in it first.
  fileprivate func firstPlace(of wanted: [UInt8]) -> Int? {
    guard let first = wanted.first, count >= wanted.count else { return nil }
    return withUnsafeBufferPointer { bytes in
      var at = 0
      while at <= bytes.count - wanted.count {
        if bytes[at] == first, bytes[at..<at + wanted.count].elementsEqual(wanted) { return at }
        at += 1
      }
      return nil
    }
  }
}
