import AdapterKit

/// What has come of an HTTP answer so far.
struct Answer {
  /// Why we ended a transfer before libcurl did.
  enum Ending {
    /// The part of an error's page that we have is enough.
    case enough
    case tooLong
    case trouble(AnswerFile.Trouble)
  }

  private(set) var headers: [WireHeader] = []
  /// Whether the blank line after the headers has come; libcurl calls an answer whole without it.
  private(set) var hasWholeHead = false
  private(set) var body: [UInt8] = []
  private(set) var ending: Ending?
  private var isSuccess = false
  private let largestBody: Int
  private let file: AnswerFile?

  /// The body of a success goes to the file, if there is one.
  init(largestBody: Int, file: AnswerFile? = nil) {
    self.largestBody = largestBody
    self.file = file
  }

  var isEnough: Bool { if case .enough = ending { true } else { false } }
  /// Whether the body went over its limit and the transfer was ended for it.
  var isTooLong: Bool { if case .tooLong = ending { true } else { false } }

  /// The file that the body goes to.
  var destination: AnswerFile? { isSuccess ? file : nil }

  /// Leaves nothing behind of an answer that failed.
  func discard() { file?.discard() }

  /// Takes a piece of the body as far as there is room for all of it.
  mutating func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if let destination {
      ending = destination.take(bytes).map(Ending.trouble)
      return ending == nil
    }
    let room = largestBody - body.count
    if bytes.count <= room {
      body.append(contentsOf: bytes)
      return true
    }
    if file == nil {
      ending = .tooLong
    } else {
      body.append(contentsOf: bytes.prefix(room))
      ending = .enough
    }
    return false
  }

  /// Takes one line of a head, unless it says that the file will be too long; each head, of which
  /// `100 Continue` is one, begins anew.
  mutating func takeLine(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let line = bytes.trimmed
    if bytes.starts(with: "HTTP/".utf8) {
      headers = []
      hasWholeHead = false
      isSuccess = line.drop { $0 != UInt8(ascii: " ") }.trimmed.first == UInt8(ascii: "2")
    } else if line.isEmpty {
      hasWholeHead = true
      return hasRoom
    } else if !hasWholeHead, let colon = line.firstIndex(of: UInt8(ascii: ":")) {
      headers.append(
        WireHeader(
          String(decoding: line[..<colon], as: UTF8.self),
          String(decoding: line[line.index(after: colon)...].trimmed, as: UTF8.self)))
    }
    return true
  }

  /// Whether the file may be as long as the head says.
  private var hasRoom: Bool {
    mutating get {
      guard let destination, let length = headers.value(of: "content-length").flatMap({ Int($0) }),
        length > destination.limit
      else { return true }
      ending = .trouble(.tooLong(limit: destination.limit))
      return false
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
