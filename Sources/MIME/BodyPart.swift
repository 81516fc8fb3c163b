/// One node of a letter's tree: a multipart with children, or a leaf with a body.
public struct BodyPart: Sendable {
  public let headers: HeaderBlock
  /// `text/plain`, `multipart/mixed` …, in small letters; what is unreadable is
  /// `application/octet-stream`.
  public let mimeType: String
  public let type: ParameterizedValue
  public let disposition: ParameterizedValue
  /// Its place in the letter, as IMAP counts: `1.2`; empty for the letter itself.
  public let section: String
  public internal(set) var children: [BodyPart] = []
  /// Where its body stands, still encoded.
  public internal(set) var range: Range<Int>
  private let source: [UInt8]

  init(
    _ headers: HeaderBlock, in source: [UInt8], from start: Int, section: String,
    defaultType: String
  ) {
    self.headers = headers
    self.source = source
    self.section = section
    range = start..<source.count
    type = ParameterizedValue(headers["content-type"])
    disposition = ParameterizedValue(headers["content-disposition"])
    mimeType = Self.mimeType(type.value, default: defaultType)
  }

  private static func mimeType(_ value: String, default defaultType: String) -> String {
    let pieces = value.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    if pieces.count == 2, pieces.allSatisfy(isToken) { return value }
    if value.isEmpty { return defaultType }
    return value == "text" ? "text/plain" : "application/octet-stream"
  }

  private static func isToken(_ text: Substring.UTF8View) -> Bool {
    !text.isEmpty
      && text.allSatisfy {
        $0.isLetter || $0.isDigit || [0x2B, 0x2D, 0x2E, 0x5F].contains($0)
      }
  }

  public var isMultipart: Bool { mimeType.hasPrefix("multipart/") }
  public var isAttachment: Bool { disposition.value == "attachment" }

  /// The line that divides a multipart's children, without its hyphens.
  var boundary: ArraySlice<UInt8>? {
    guard isMultipart, let boundary = type.raw("boundary"), !boundary.isEmpty else { return nil }
    return boundary
  }

  /// Its name in `cid:` addresses.
  public var contentID: String? {
    guard let value = headers["content-id"] else { return nil }
    let id = value.filter { $0 > 0x20 && $0 < 0x7F && $0 != 0x3C && $0 != 0x3E }
    return id.isEmpty ? nil : String(decoding: id, as: UTF8.self)
  }

  private enum TransferEncoding { case base64, quotedPrintable, none }

  private var transferEncoding: TransferEncoding {
    switch ParameterizedValue(headers["content-transfer-encoding"]).value {
    case "base64": .base64
    case "quoted-printable": .quotedPrintable
    default: .none
    }
  }

  /// The bytes of a leaf, decoded.
  public func decoded() -> [UInt8] { decoded(range) }

  private func decoded(_ range: Range<Int>) -> [UInt8] {
    switch transferEncoding {
    case .base64: Base64.decode(source[range])
    case .quotedPrintable: QuotedPrintable.decode(source[range])
    case .none: Array(source[range])
    }
  }

  private func isSet(_ name: String, to value: String) -> Bool {
    type.raw(name).map { $0.matches(value.utf8) } ?? false
  }

  /// How many bytes `decoded` would give.
  public var size: Int {
    switch transferEncoding {
    case .base64: Base64.decodedCount(of: source[range])
    case .quotedPrintable, .none: decoded().count
    }
  }

  /// The text of a text leaf, at most `limit` encoded bytes of it; lines end in LF.
  func text(atMost limit: Int, isCut: inout Bool) -> String {
    let end = min(range.upperBound, range.lowerBound + limit)
    if end < range.upperBound { isCut = true }
    let bytes = decoded(range.lowerBound..<end)
    let label = type.raw("charset")?.utf8Text ?? HTMLText.charset(of: bytes, mimeType)
    let text = Visible.text(Charset.decode(bytes[...], label: label), keepingLines: true)
    guard mimeType == "text/plain", isSet("format", to: "flowed") else { return text }
    return FlowedText.unwrapped(text, dropsBlanks: isSet("delsp", to: "yes"))
  }
}
