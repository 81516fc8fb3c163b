import AdapterKit
import EventModel
import JSON

/// What the ledger looks up and writes down while it folds; one channel's, inside one transaction.
package protocol LedgerState {
  /// Whether this key is new; it is known from now on.
  mutating func claim(_ claim: Claim) throws(StoreError) -> Bool

  /// The dialog at an address: the part of `external_dialog_id` that its kind and ids make.
  mutating func dialog(at address: String) throws(StoreError) -> DialogID?
  mutating func dialog(of message: MessageKey) throws(StoreError) -> DialogID?
  /// The dialog's name in lists, without reading its document.
  mutating func title(of dialog: DialogID) throws(StoreError) -> String?
  mutating func document(of dialog: DialogID) throws(StoreError) -> Dialog?
  mutating func save(_ dialog: Dialog) throws(StoreError)
  mutating func alias(_ address: String, of dialog: DialogID) throws(StoreError)
  mutating func counters(of dialog: DialogID) throws(StoreError) -> DialogCounters
  mutating func save(_ counters: DialogCounters, of dialog: DialogID) throws(StoreError)

  /// The person of that name on the platform; what is said of them here is so from now on.
  mutating func lead(_ externalID: String, profile: Profile?) throws(StoreError) -> LeadID?
  mutating func save(_ lead: LeadID, externalID: String, profile: Profile?) throws(StoreError)

  /// The row of a message, whichever of its parts the key names.
  mutating func event(of message: MessageKey) throws(StoreError) -> EventID?
  /// The row of a send of ours that bears this mark.
  mutating func event(ofMark mark: String) throws(StoreError) -> EventID?
  /// The newest version of a row.
  mutating func newest(of event: EventID) throws(StoreError) -> Event?
  /// - Parameter place: the message's place among those of its row.
  mutating func name(_ event: EventID, _ message: MessageKey, at place: Int) throws(StoreError)
  /// The messages of a row, each with its place.
  func messages(of event: EventID) throws(StoreError) -> [(key: MessageKey, place: Int)]
  /// Writes a version down, and with it what the dialog's counters are then.
  mutating func record(_ version: EventVersion) throws(StoreError)

  /// Keeps a row back until its album is whole, or for a further message of it; false where rows
  /// are never kept back.
  mutating func hold(_ event: Event) throws(StoreError) -> Bool
  /// Whether a row is kept back.
  func isHeld(_ event: EventID) throws(StoreError) -> Bool
  /// Changes a row that is kept back, no longer than before.
  mutating func rewrite(held event: Event) throws(StoreError)
  /// The rows of a dialog that are kept back, in order.
  func held(in dialog: DialogID) throws(StoreError) -> [EventID]
  mutating func letGo(_ event: EventID) throws(StoreError)

  /// The messages of ours up to this one that the lead had not read, newest first; they count as
  /// read from now on.
  mutating func takeUnreadSent(
    in dialog: DialogID, upTo event: EventID, limit: Int
  ) throws(StoreError) -> [EventID]
  /// How many messages of ours behind this one the lead has not read.
  mutating func unreadSent(in dialog: DialogID, after event: EventID) throws(StoreError) -> Int64
  /// How many messages that are not ours came behind this one.
  mutating func received(in dialog: DialogID, after event: EventID) throws(StoreError) -> Int64

  /// The part of ours that bears this mark has arrived, as its echo says; nil when that was known.
  mutating func arrival(by mark: String, as message: MessageKey?) throws(StoreError) -> Arrival?

  /// The part of a message of ours that is being sent into a conversation and not settled.
  func onItsWay(into dialog: DialogID) throws(StoreError) -> (event: EventID, number: Int)?

  /// The platform waits for an answer to this event from now on.
  mutating func expect(_ expectation: Expectation, of event: Event) throws(StoreError)
  /// The data that a button bears this token for.
  mutating func callbackData(_ token: String) throws(StoreError) -> String?
  /// A voter has chosen this in a poll; gives what it was before.
  mutating func exchangeChoice(
    of voter: String, in poll: String, with options: [String]
  ) throws(StoreError) -> [String]

  /// Puts a file into the catalog unless it is there; one that is due is got.
  mutating func catalog(_ file: CatalogedFile, isDue: Bool) throws(StoreError)
  /// Our one reaction to a row is this from now on; gives what it was.
  mutating func exchangeReaction(
    of event: EventID, with emoji: String?
  ) throws(StoreError) -> String?
  /// How far the other side has read a conversation, when we did not know that message yet.
  mutating func readMark(of dialog: DialogID) throws(StoreError) -> ReadMark?
  mutating func save(_ mark: ReadMark?, of dialog: DialogID) throws(StoreError)
  /// Whether addresses that begin so take messages of ours.
  mutating func setReach(_ start: String, isOpen: Bool) throws(StoreError)
}

/// A part of ours that came back.
package struct Arrival: Sendable {
  package let operation: Operation
  package let part: PartPlace

  package init(_ operation: Operation, _ part: PartPlace) {
    self.operation = operation
    self.part = part
  }
}

/// How far the other side has read.
package struct ReadMark: Hashable, Sendable {
  package let message: MessageKey
  package let at: Timestamp

  package init(_ message: MessageKey, at: Timestamp) {
    self.message = message
    self.at = at
  }

  /// Whether it covers a message: platforms that tell how far somebody has read number messages.
  func covers(_ key: MessageKey) -> Bool {
    guard key.space == message.space else { return false }
    guard let last = Int64(message.id), let number = Int64(key.id) else { return key == message }
    return number <= last
  }
}

/// One version of an event on its way into the change log.
package struct EventVersion {
  package let event: Event
  /// The action type of a new row, a state value, or `status_changed`.
  package let kind: ActionType
  package let counters: DialogCounters?

  package init(_ event: Event, kind: ActionType, counters: DialogCounters?) {
    self.event = event
    self.kind = kind
    self.counters = counters
  }
}

/// What each event of a dialog changes (FIELDS §9), apart from the dialog's document that seldom
/// does.
package struct DialogCounters: Hashable, Sendable {
  package var events: Int64 = 0
  package var messages: Int64 = 0
  package var operatorUnread: Int64 = 0
  package var leadUnread: Int64 = 0
  package var startedAt: Timestamp
  package var lastEventAt: Timestamp
  package var lastMessage: EventID?
  package var lastMessageAt: Timestamp?
  package var firstInboundAt: Timestamp?
  package var firstResponseSeconds: Int64?
  /// The newest row when somebody of our side last answered: what came before it was read.
  package var operatorReadTo: EventID?
  /// How many events are broken.
  package var openErrors: Int64 = 0
  package var updatedAt: Timestamp

  /// The dialog's state as streams show it beside an event.
  package func snapshot(of dialog: DialogID) -> JSONFragment {
    .object {
      $0.member("id", dialog)
      $0.member("total_events", events)
      $0.member("messages_count", messages)
      $0.member("operator_unread_count", operatorUnread)
      $0.member("lead_unread_count", leadUnread)
      $0.member("last_event_at", lastEventAt)
    }
  }

  package init(startedAt: Timestamp, recordedAt: Timestamp) {
    self.startedAt = startedAt
    lastEventAt = startedAt
    updatedAt = recordedAt
  }
}
