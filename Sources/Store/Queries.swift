import EventModel

/// Which events to list.
package struct EventFilter: Hashable, Sendable {
  package var dialog: DialogID?
  package var channels: [ChannelID] = []
  package var lead: LeadID?
  package var actions: [ActionType] = []
  package var since: Timestamp?
  package var until: Timestamp?

  package init() {}
}

/// Which piece of a list to show.
package struct PageRequest: Hashable, Sendable {
  package enum Start: Hashable, Sendable {
    /// So many rows further.
    case offset(Int)
    /// The rows that come after this one in the order asked for.
    case after(PageCursor)
    /// The rows that come before this one in the order asked for.
    case before(PageCursor)
    case beginning
  }

  package var start: Start
  package var size: Int
  /// Newest first, unless asked otherwise.
  package var isAscending: Bool

  package init(_ start: Start = .beginning, size: Int = 50, isAscending: Bool = false) {
    self.start = start
    self.size = size
    self.isAscending = isAscending
  }
}

/// The place of a row in a list: its time, and its identifier among those of one time.
package struct PageCursor: Hashable, Sendable {
  package let at: Timestamp
  package let id: String

  package init(at: Timestamp, id: String) {
    self.at = at
    self.id = id
  }
}

/// A piece of a list.
package struct Page<Row: Sendable>: Sendable {
  package var rows: [Row]
  package var hasMore: Bool
  /// How many rows there are in all; only of a page by offset.
  package var total: Int?

  package init(rows: [Row], hasMore: Bool, total: Int? = nil) {
    self.rows = rows
    self.hasMore = hasMore
    self.total = total
  }
}

/// An event as it is served: the bytes of its newest version.
package struct EventRow: Hashable, Sendable {
  package let id: EventID
  package let version: Int64
  package let occurredAt: Timestamp
  package let bytes: [UInt8]

  package init(id: EventID, version: Int64, occurredAt: Timestamp, bytes: [UInt8]) {
    self.id = id
    self.version = version
    self.occurredAt = occurredAt
    self.bytes = bytes
  }
}

/// Which dialogs to list.
package struct DialogFilter: Hashable, Sendable {
  package var channels: [ChannelID] = []
  package var status: String?
  package var dialogType: String?
  package var externalID: String?
  package var lead: LeadID?

  package init() {}
}

/// One version of an event, as streams show it.
package struct ChangeRow: Hashable, Sendable {
  package let seq: Int64
  /// The action type of a new row, a state value, or `status_changed`.
  package let kind: String
  package let channel: ChannelID?
  package let dialog: DialogID?
  package let event: [UInt8]
  /// The dialog's counters after it; a JSON object.
  package let dialogState: [UInt8]?

  package init(
    seq: Int64, kind: String, channel: ChannelID?, dialog: DialogID?, event: [UInt8],
    dialogState: [UInt8]?
  ) {
    self.seq = seq
    self.kind = kind
    self.channel = channel
    self.dialog = dialog
    self.event = event
    self.dialogState = dialogState
  }
}
