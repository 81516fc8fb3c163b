import AdapterKit
import EventModel

/// The truth: the journal, the events with their versions, the dialogs, the outbox and the files.
package protocol Store: Journal, Outbox, FileCatalog, ExpectationBook {
  associatedtype Unread: WorkQueue where Unread.Item == UnreadPayload, Unread.Outcome == ReadOutcome

  /// The payloads of a channel that nobody has read.
  func unread(of channel: ChannelID) -> Unread

  /// Makes a channel known; its queues exist from then on. Called once for each channel at start.
  func register(_ channel: ChannelRecord) async throws(StoreError)
  /// The path element that a channel was given for its webhook, made once and kept.
  func slug(of channel: ChannelID, suggested: String) async throws(StoreError) -> String

  func events(
    _ filter: EventFilter, _ page: PageRequest
  ) async throws(StoreError) -> Page<EventRow>
  func event(_ id: EventID) async throws(StoreError) -> EventRow?
  func dialogs(
    _ filter: DialogFilter, _ page: PageRequest
  ) async throws(StoreError) -> Page<Dialog>
  func dialog(_ id: DialogID) async throws(StoreError) -> Dialog?
  /// The dialog of a message that the platform names so.
  func dialog(ofMessage key: MessageKey, channel: ChannelID) async throws(StoreError) -> DialogID?

  /// Versions behind `seq`, in order.
  func changes(after seq: Int64, limit: Int) async throws(StoreError) -> [ChangeRow]
  /// The number of the newest version, and of the oldest that is kept; 0 when there is none.
  func changeRange() async throws(StoreError) -> (oldest: Int64, newest: Int64)
}

/// A channel as the store knows it.
package struct ChannelRecord: Hashable, Sendable {
  package var id: ChannelID
  package var name: String
  package var platform: Platform
  package var project: ProjectID?
  package var agentID: String?
  /// Whether its traffic is not real: a simulator's.
  package var isTest: Bool
  package var files = FilePolicy.store
  /// Whether the pictures that people show of themselves can be got.
  package var hasPictures = false

  package init(
    id: ChannelID, name: String, platform: Platform, project: ProjectID? = nil,
    agentID: String? = nil, isTest: Bool = false
  ) {
    self.id = id
    self.name = name
    self.platform = platform
    self.project = project
    self.agentID = agentID
    self.isTest = isTest
  }
}

/// How much of a channel's work waits.
package struct Backlog: Hashable, Sendable {
  package var unread: Int
  package var quarantined: Int
  package var unsent: Int
  package var uncertain: Int

  package init(unread: Int, quarantined: Int, unsent: Int, uncertain: Int) {
    self.unread = unread
    self.quarantined = quarantined
    self.unsent = unsent
    self.uncertain = uncertain
  }
}
