/// A letter as it came from the network: any bytes are one, however broken.
public struct Letter: Sendable {
  public let bytes: [UInt8]
  /// The tree of its parts; its headers are the letter's.
  public let root: BodyPart
  /// Limits it went beyond.
  public let cuts: Set<Cut>

  /// Reads the headers and the tree in one pass; bodies are decoded when they are asked for.
  public init(_ bytes: [UInt8], limits: Limits = Limits()) {
    var parser = LetterParser(bytes, limits)
    self.bytes = bytes
    root = parser.parse()
    cuts = parser.cuts
  }

  public var headers: HeaderBlock { root.headers }
  public var subject: String? { headers.text("subject") }
  /// The letter's own identifier as it is written, which may be no valid one.
  public var messageID: String? {
    headers["message-id"].flatMap { $0.isEmpty ? nil : MessageIDs.first(in: $0) ?? $0.utf8Text }
  }
  public var inReplyTo: [String] { headers["in-reply-to"].map { MessageIDs.all(in: $0) } ?? [] }
  public var references: [String] { headers["references"].map { MessageIDs.all(in: $0) } ?? [] }
  /// Seconds since 1970 of the `Date` header.
  public var date: Int64? { headers["date"].flatMap { LetterDate.seconds($0) } }

  /// The mailboxes of a header of addresses, in order.
  public func addresses(_ name: String) -> [Mailbox] {
    headers[name].map { AddressList.mailboxes($0) } ?? []
  }
}
