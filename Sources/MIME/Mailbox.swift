/// A person or desk as a header of addresses names it.
public struct Mailbox: Hashable, Sendable {
  /// `local@domain`, the domain in small letters.
  public let address: String
  /// The name beside it, decoded.
  public let name: String?

  private static let longestAddress = 320

  /// Takes an address out of what stands in brackets or alone; nil when it is none.
  init?(_ text: ArraySlice<UInt8>, name: ArraySlice<UInt8>?) {
    var text = text.trimmed
    if text.starts(with: Array("mailto:".utf8)) { text = text.dropFirst(7) }
    // A route: `@a,@b:c@d`.
    if text.first == UInt8(ascii: "@"), let colon = text.firstIndex(of: UInt8(ascii: ":")) {
      text = text[colon...].dropFirst()
    }
    while text.last == UInt8(ascii: ".") { text = text.dropLast() }
    guard text.count <= Self.longestAddress, let at = text.lastIndex(of: UInt8(ascii: "@")),
      at > text.startIndex, at + 1 < text.endIndex, text.allSatisfy(Self.isAllowed)
    else { return nil }
    let domain = text[at...].map(\.lowercased)
    address = text[..<at].utf8Text + String(decoding: domain, as: UTF8.self)
    let decoded = name.map { HeaderText.decode($0) } ?? ""
    self.name = decoded.isEmpty ? nil : decoded
  }

  /// Printable, and nothing that ends an address in a protocol line.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte != 0x7F && byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">")
  }
}
