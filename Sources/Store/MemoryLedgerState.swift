import AdapterKit
import EventModel

/// What the ledger knows, in memory and for a moment: for looking at payloads without a store.
package struct MemoryLedgerState: LedgerState {
  /// Every version, in order.
  package private(set) var versions: [EventVersion] = []
  /// The rows of sends of ours by the marks under which they come back.
  package var marks: [String: EventID] = [:]
  private var claims: Set<Claim> = []
  private var documents: [DialogID: Dialog] = [:]
  private var order: [DialogID] = []
  private var aliases: [String: DialogID] = [:]
  private var counted: [DialogID: DialogCounters] = [:]
  private var leads: [String: LeadID] = [:]
  private var rows: [EventID: Event] = [:]
  private var names: [MessageKey: EventID] = [:]
  private var places: [EventID: [(key: MessageKey, place: Int)]] = [:]
  /// Data of buttons, by their tokens.
  package var callbackData: [String: String] = [:]
  private var choices: [[String]: [String]] = [:]
  private var reactions: [EventID: String] = [:]
  private var readMarks: [DialogID: ReadMark] = [:]
  private var closed: Set<String> = []
  package private(set) var files: [String: CatalogedFile] = [:]

  package init() {}

  /// Each row in its newest version, in the order in which the rows were made.
  package var events: [Event] {
    var seen: Set<EventID> = []
    return versions.compactMap { version in
      seen.insert(version.event.id).inserted ? rows[version.event.id] : nil
    }
  }

  /// Each dialog as a caller would see it.
  package var dialogs: [Dialog] {
    order.compactMap { id in
      guard var dialog = documents[id] else { return nil }
      if let counters = counted[id] {
        dialog.show(counters, lastMessage: counters.lastMessage.flatMap { rows[$0] })
      }
      return dialog
    }
  }

  package mutating func claim(_ claim: Claim) -> Bool { claims.insert(claim).inserted }

  package func dialog(at address: String) -> DialogID? { aliases[address] }

  package func dialog(of message: MessageKey) -> DialogID? {
    names[message].flatMap { rows[$0]?.scope.dialog }
  }

  package func title(of dialog: DialogID) -> String? { documents[dialog]?.title }

  package func document(of dialog: DialogID) -> Dialog? { documents[dialog] }

  package mutating func save(_ dialog: Dialog) {
    if documents.updateValue(dialog, forKey: dialog.identity.id) == nil {
      order.append(dialog.identity.id)
    }
  }

  package mutating func alias(_ address: String, of dialog: DialogID) { aliases[address] = dialog }

  package func counters(of dialog: DialogID) throws(StoreError) -> DialogCounters {
    guard let counters = counted[dialog] else { throw .notFound }
    return counters
  }

  package mutating func save(_ counters: DialogCounters, of dialog: DialogID) {
    counted[dialog] = counters
  }

  package func lead(_ externalID: String, profile: Profile?) -> LeadID? { leads[externalID] }

  package mutating func save(_ lead: LeadID, externalID: String, profile: Profile?) {
    leads[externalID] = lead
  }

  package func event(of message: MessageKey) -> EventID? { names[message] }

  package func event(ofMark mark: String) -> EventID? { marks[mark] }

  package func newest(of event: EventID) -> Event? { rows[event] }

  package mutating func name(_ event: EventID, _ message: MessageKey, at place: Int) {
    names[message] = event
    places[event, default: []].append((key: message, place: place))
  }

  package func messages(of event: EventID) -> [(key: MessageKey, place: Int)] {
    (places[event] ?? []).filter { $0.place >= 0 }.sorted { $0.place < $1.place }
  }

  package mutating func record(_ version: EventVersion) {
    rows[version.event.id] = version.event
    versions.append(version)
  }

  /// Nothing is kept back here: an album is shown message by message.
  package func hold(_ event: Event) -> Bool { false }

  package func isHeld(_ event: EventID) -> Bool { false }

  package mutating func rewrite(held event: Event) { rows[event.id] = event }

  package func held(in dialog: DialogID) -> [EventID] { [] }

  package func letGo(_ event: EventID) {}

  package func takeUnreadSent(
    in dialog: DialogID, upTo event: EventID, limit: Int
  ) -> [EventID] {
    let unread = unreadSent(in: dialog).filter { $0.rawValue <= event.rawValue }
    return Array(unread.reversed().prefix(limit))
  }

  package func unreadSent(in dialog: DialogID, after event: EventID) -> Int64 {
    Int64(unreadSent(in: dialog).count { $0.rawValue > event.rawValue })
  }

  package func received(in dialog: DialogID, after event: EventID) -> Int64 {
    Int64(
      rows.values.count {
        $0.scope.dialog == dialog && $0.timeline.action == .messageCreated
          && $0.place.sourceContext?.direction == .inbound && $0.id.rawValue > event.rawValue
      })
  }

  /// Nothing is on its way here.
  package func arrival(by mark: String, as message: MessageKey?) -> Arrival? { nil }

  package func onItsWay(into dialog: DialogID) -> (event: EventID, number: Int)? { nil }

  /// Nobody answers here.
  package func expect(_ expectation: Expectation, of event: Event) {}

  package func callbackData(_ token: String) -> String? { callbackData[token] }

  package mutating func exchangeChoice(
    of voter: String, in poll: String, with options: [String]
  ) -> [String] {
    choices.updateValue(options, forKey: [poll, voter]) ?? []
  }

  package mutating func catalog(_ file: CatalogedFile, isDue: Bool) { files[file.id] = file }

  package mutating func exchangeReaction(of event: EventID, with emoji: String?) -> String? {
    defer { reactions[event] = emoji }
    return reactions[event]
  }

  package func readMark(of dialog: DialogID) -> ReadMark? { readMarks[dialog] }

  package mutating func save(_ mark: ReadMark?, of dialog: DialogID) { readMarks[dialog] = mark }

  package mutating func setReach(_ start: String, isOpen: Bool) {
    if isOpen { closed.remove(start) } else { closed.insert(start) }
  }

  /// The messages of ours that arrived and that nobody has read, oldest first.
  private func unreadSent(in dialog: DialogID) -> [EventID] {
    rows.values.filter { $0.scope.dialog == dialog && $0.isSentAndUnread }.map(\.id)
      .sorted { $0.rawValue < $1.rawValue }
  }
}
