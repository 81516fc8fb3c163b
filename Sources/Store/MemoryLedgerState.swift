import AdapterKit
import EventModel

/// What the ledger knows, in memory and for a moment: for looking at payloads without a store.
package struct MemoryLedgerState: LedgerState {
  /// Every version, in order.
  package private(set) var versions: [EventVersion] = []
  private var claims: Set<Claim> = []
  private var documents: [DialogID: Dialog] = [:]
  private var order: [DialogID] = []
  private var aliases: [String: DialogID] = [:]
  private var counted: [DialogID: DialogCounters] = [:]
  private var leads: [String: LeadID] = [:]
  private var rows: [EventID: Event] = [:]
  private var names: [MessageKey: EventID] = [:]

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

  package func lead(_ externalID: String) -> LeadID? { leads[externalID] }

  package mutating func save(_ lead: LeadID, externalID: String, profile: Profile?) {
    leads[externalID] = lead
  }

  package func event(of message: MessageKey) -> EventID? { names[message] }

  /// Nothing is sent from memory, so nothing comes back.
  package func event(ofMark mark: String) -> EventID? { nil }

  package func newest(of event: EventID) -> Event? { rows[event] }

  package mutating func name(_ event: EventID, _ message: MessageKey) { names[message] = event }

  package mutating func record(_ version: EventVersion) {
    rows[version.event.id] = version.event
    versions.append(version)
  }

  package func takeUnreadSent(
    in dialog: DialogID, upTo event: EventID, limit: Int
  ) -> [EventID] { [] }
}
