/// One answer of an SMTP server: its code, and the enhanced code that says why (RFC 3463).
struct SMTPReply {
  /// `subject.detail` of an enhanced code, without its class.
  struct Reason: Hashable {
    let subject: Int
    let detail: Int
  }

  let code: Int
  let reason: Reason?
  /// The lines behind the codes, cut.
  let text: String
  let lines: [String]

  private static let longestText = 500

  /// Reads the lines of one answer; nil when they are none.
  init?(_ lines: [[UInt8]]) {
    guard let last = lines.last, let code = Self.code(last) else { return nil }
    self.code = code
    self.lines = lines.map { String(decoding: $0.dropFirst(4), as: UTF8.self) }
    text = String(self.lines.joined(separator: " ").prefix(Self.longestText))
    reason = self.lines.lazy.compactMap(Self.reason).first
  }

  private static func code(_ line: [UInt8]) -> Int? {
    let digits = line.prefix(3)
    guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }

  private static func reason(_ line: String) -> Reason? {
    let word = line.prefix { !$0.isWhitespace && $0 != ":" }.drop { $0 == "#" || $0 == "(" }
    let pieces = word.split(separator: ".", omittingEmptySubsequences: false)
    guard pieces.count == 3, ["2", "4", "5"].contains(pieces[0]), let subject = Int(pieces[1]),
      let detail = Int(pieces[2].prefix { $0.isNumber }), (0...7).contains(subject),
      (0...999).contains(detail)
    else { return nil }
    return Reason(subject: subject, detail: detail)
  }

  /// Whether the server says yes, or go on.
  var isPositive: Bool { (200..<400).contains(code) }
  /// Whether it took what was sent.
  var isAcceptance: Bool { (200..<300).contains(code) }
  /// Whether it says no, for now or for good.
  var isRefusal: Bool { (400..<600).contains(code) }
}
