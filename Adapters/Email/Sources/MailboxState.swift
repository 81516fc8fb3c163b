import AdapterKit
import EventModel

/// What a server says of a mailbox when it is opened.
struct MailboxState {
  /// The life of its UIDs; a server that names none never changes it.
  var validity: UInt64 = 0
  /// A lower bound for the next letter's UID.
  var next: UInt64?
}

/// How far a mailbox has been read:
/// `{UIDVALIDITY}:{last UID}:{newest INTERNALDATE in milliseconds}`.
struct MailboxCursor: Equatable {
  var validity: UInt64
  var lastUID: UInt64
  var newest: Int64

  init(validity: UInt64, lastUID: UInt64, newest: Int64 = 0) {
    self.validity = validity
    self.lastUID = lastUID
    self.newest = newest
  }

  init?(_ text: String) {
    let numbers = text.split(separator: ":", omittingEmptySubsequences: false)
    guard numbers.count == 3, let validity = UInt64(numbers[0]), let uid = UInt64(numbers[1]),
      let newest = Int64(numbers[2])
    else { return nil }
    self.init(validity: validity, lastUID: uid, newest: newest)
  }

  var text: String { "\(validity):\(lastUID):\(newest)" }
}
