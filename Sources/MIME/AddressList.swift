/// Reads From, To, Cc and Reply-To: groups, comments, quoted names and what people write instead.
public struct AddressList {
  /// Of more, the first ones are kept.
  public static let most = 500
  /// Bytes of a name, comment or address; what goes beyond is dropped.
  private static let longestPiece = 1000

  /// The mailboxes of a header, in order; what has no address is left out.
  public static func mailboxes(_ header: ArraySlice<UInt8>) -> [Mailbox] {
    var list = AddressList()
    list.read(header)
    return list.mailboxes
  }

  private var mailboxes: [Mailbox] = []
  /// Text outside of brackets, quotes taken off.
  private var phrase: [UInt8] = []
  /// Whether an address may stand in the phrase; only then it is looked for.
  private var phraseHoldsAt = false
  /// Text in angle brackets.
  private var bracketed: [UInt8]?
  /// Text in round brackets.
  private var comment: [UInt8] = []
  private var place = Place.outside

  private enum Place: Equatable {
    case outside, quotes, angle
    case comment(depth: Int)
  }

  private mutating func read(_ header: ArraySlice<UInt8>) {
    var rest = header
    while mailboxes.count < Self.most, let byte = rest.popFirst() {
      switch place {
      case .outside: readOutside(byte)
      case .quotes:
        if byte == UInt8(ascii: "\\"), let next = rest.popFirst() {
          append(next)
        } else if byte == UInt8(ascii: "\"") {
          place = .outside
        } else {
          append(byte)
        }
      case .angle:
        if byte == UInt8(ascii: ">") {
          place = .outside
        } else {
          appendBracketed(byte)
        }
      case .comment(let depth): readComment(byte, depth)
      }
    }
    finish(isListEnd: true)
  }

  private mutating func readOutside(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): place = .quotes
    case UInt8(ascii: "<"):
      place = .angle
      bracketed = []
    case UInt8(ascii: "("): place = .comment(depth: 1)
    case UInt8(ascii: ","): finish(isListEnd: false)
    case UInt8(ascii: ";"): finish(isListEnd: true)
    case UInt8(ascii: ":") where !phraseHoldsAt && !isScheme:
      // The name of a group.
      phrase.removeAll()
    default: append(byte)
    }
  }

  private mutating func append(_ byte: UInt8) {
    guard phrase.count < Self.longestPiece else { return }
    phrase.append(byte)
    if byte == UInt8(ascii: "@") { phraseHoldsAt = true }
  }

  private mutating func appendBracketed(_ byte: UInt8) {
    if let count = bracketed?.count, count < Self.longestPiece { bracketed?.append(byte) }
  }

  private var isScheme: Bool { phrase[...].trimmed.matches("mailto".utf8) }

  private mutating func readComment(_ byte: UInt8, _ depth: Int) {
    switch byte {
    case UInt8(ascii: "("): place = .comment(depth: depth + 1)
    case UInt8(ascii: ")"): place = depth > 1 ? .comment(depth: depth - 1) : .outside
    default: if comment.count < Self.longestPiece { comment.append(byte) }
    }
  }

  /// Ends one mailbox; a comma in a name without an address belongs to the name:
  /// `Petrov, Ivan <i@x>`.
  private mutating func finish(isListEnd: Bool) {
    place = .outside
    if let bracketed, let mailbox = Mailbox(bracketed[...], name: nameBesideBrackets) {
      mailboxes.append(mailbox)
    } else if let mailbox = bare {
      mailboxes.append(mailbox)
    } else if !isListEnd, bracketed == nil, !phraseHoldsAt, !phrase[...].trimmed.isEmpty {
      append(UInt8(ascii: ","))
      return
    }
    phrase.removeAll()
    phraseHoldsAt = false
    comment.removeAll()
    bracketed = nil
  }

  private var nameBesideBrackets: ArraySlice<UInt8> {
    phrase.allSatisfy(\.isSpace) ? comment[...] : phrase[...]
  }

  /// An address without brackets: the word with an `@`, and the rest or a comment for its name.
  private var bare: Mailbox? {
    guard phraseHoldsAt else { return nil }
    let words = phrase.split(whereSeparator: { $0.isSpace || $0 == UInt8(ascii: ",") })
    for word in words {
      if let mailbox = Mailbox(word, name: comment[...]) { return mailbox }
    }
    return nil
  }
}
