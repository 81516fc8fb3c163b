import EventModel

/// The items of one `* n FETCH (…)`.
struct FetchedItems {
  let uid: UInt64
  private(set) var size: Int?
  private(set) var internalDate: Timestamp?
  /// The content of `BODY[]`, `BODY[]<0>` or `BODY[HEADER]`.
  private(set) var body: [UInt8]?

  /// Nil for answers of another kind, and for those that name no UID.
  init?(_ answer: IMAPAnswer) {
    guard answer.isNumbered("FETCH") else { return nil }
    var tokenizer = IMAPTokenizer(answer)
    guard case .list(let items)? = tokenizer.tokens().dropFirst(3).first else { return nil }
    var uid: UInt64?
    var rest = items[...]
    while let name = rest.popFirst()?.text?.uppercased(), let value = rest.popFirst() {
      switch name {
      case "UID": uid = value.text.flatMap { UInt64($0) }
      case "RFC822.SIZE": size = value.text.flatMap { Int($0) }
      case "INTERNALDATE": internalDate = value.text.flatMap(Self.time)
      default: if name.hasPrefix("BODY[") { body = value.bytes }
      }
    }
    guard let uid, uid > 0 else { return nil }
    self.uid = uid
  }

  /// ` 6-Jun-2026 12:00:00 +0300`, brought to RFC 3339.
  private static func time(_ text: String) -> Timestamp? {
    let words = text.split(separator: " ")
    guard words.count == 3 else { return nil }
    let date = words[0].split(separator: "-")
    let months = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    guard date.count == 3, let month = months.firstIndex(of: date[1].lowercased()),
      words[2].utf8.count == 5
    else { return nil }
    let (day, number) = (twoDigits(String(date[0])), twoDigits("\(month + 1)"))
    let zone = words[2].prefix(3) + ":" + words[2].suffix(2)
    return Timestamp(parsing: "\(date[2])-\(number)-\(day)T\(words[1])\(zone)")
  }

  private static func twoDigits(_ text: String) -> String {
    text.utf8.count == 1 ? "0" + text : text
  }
}
