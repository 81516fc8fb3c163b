import AdapterKit
import EventModel

/// What is known of a letter besides its bytes: where it lies, and when it came there.
struct Arrival {
  /// Names of the facts that travel beside a payload.
  enum Name {
    static let mailbox = "mailbox"
    static let uid = "uid"
    static let validity = "uidvalidity"
    static let internalDate = "internaldate"
    /// The size of a letter of which only the headers were fetched.
    static let fullSize = "full_size"
  }

  let mailbox: String?
  let uid: String?
  let validity: String?
  let internalDate: Timestamp?
  let fullSize: String?
  private let receivedAt: Timestamp

  init(_ payload: Payload) {
    mailbox = payload.header(Name.mailbox)
    uid = payload.header(Name.uid)
    validity = payload.header(Name.validity)
    internalDate = payload.header(Name.internalDate).flatMap { Timestamp(parsing: $0) }
    fullSize = payload.header(Name.fullSize)
    receivedAt = payload.receivedAt
  }

  private static let believedAge: Int64 = 30 * 86_400_000
  private static let believedLead: Int64 = 10 * 60_000

  /// When the server got the letter, else its own date where that is near the time of receipt.
  func time(writtenAt date: Int64?) -> Timestamp {
    if let internalDate { return internalDate }
    guard let date else { return receivedAt }
    let written = Timestamp(seconds: date)
    let age = receivedAt.milliseconds - written.milliseconds
    return age > Self.believedAge || age < -Self.believedLead ? receivedAt : written
  }

  /// The place in the mailbox, which repeats whenever the letter is fetched again.
  var claim: String? {
    guard let mailbox, let uid, let validity else { return nil }
    return "uid:\(mailbox):\(validity):\(uid)"
  }

  /// Where a part of the letter can be fetched again, as IMAP's URLs spell it (RFC 5092).
  func reference(to section: String) -> String? {
    guard let mailbox, let uid, let validity else { return nil }
    return "\(mailbox);UIDVALIDITY=\(validity)/;UID=\(uid)/;SECTION=\(section)"
  }
}
