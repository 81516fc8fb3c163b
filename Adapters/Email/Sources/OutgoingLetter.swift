import AdapterKit
import EventModel
import MIME

/// A letter of ours, spelled out; the same for ever from the same event.
struct OutgoingLetter {
  let event: EventID
  let from: String
  let fromName: String?
  let to: String
  let copies: [String]
  let subject: String
  let inReplyTo: String?
  /// Root first, the letter that is answered last.
  let references: [String]
  let body: LetterBody

  /// Names the event in our letters, because some servers give them another Message-ID.
  static let eventHeader = "X-Channeld-Event"

  static func messageID(of event: EventID, host: String) -> String { "<\(event.rawValue)@\(host)>" }

  /// Of more references the root and as many of the newest stay.
  private static let longestReferences = 900

  /// Header and body in ASCII, lines ending in CRLF.
  func spelled(host: String) -> String {
    var letter = LetterWriting.header(
      "From", tokens: [LetterWriting.mailbox(from, name: fromName)])
    letter += LetterWriting.header("To", tokens: [to])
    if !copies.isEmpty { letter += LetterWriting.header("Cc", tokens: Self.listed(copies)) }
    letter += LetterWriting.header("Subject", text: subject)
    if let date = Self.date(of: event) { letter += "Date: \(date)\r\n" }
    letter += LetterWriting.header("Message-ID", tokens: [Self.messageID(of: event, host: host)])
    if let inReplyTo { letter += LetterWriting.header("In-Reply-To", tokens: [inReplyTo]) }
    if !references.isEmpty {
      letter += LetterWriting.header("References", tokens: shortReferences)
    }
    letter += "\(Self.eventHeader): \(event.rawValue)\r\n"
    return letter + "MIME-Version: 1.0\r\n" + body.spelled
  }

  /// Addresses of a list: a comma behind each but the last.
  private static func listed(_ addresses: [String]) -> [String] {
    addresses.dropLast().map { $0 + "," } + addresses.suffix(1)
  }

  private var shortReferences: [String] {
    guard let root = references.first else { return [] }
    var newest: [String] = []
    var length = root.utf8.count
    for id in references.dropFirst().reversed() {
      length += id.utf8.count + 1
      guard length <= Self.longestReferences else { break }
      newest.append(id)
    }
    return [root] + newest.reversed()
  }

  /// The event's own time, which its identifier begins with: a plan asks no clock, and a repeat has
  /// the same date.
  ///
  /// An identifier of another shape has none; then the server that takes the letter dates it.
  private static func date(of event: EventID) -> String? {
    let digits = event.rawValue.prefix(8)
    guard event.rawValue.utf8.count == 24, let seconds = Int64(digits, radix: 16) else {
      return nil
    }
    return LetterDate.text(seconds)
  }
}
