import AdapterKit
import EventModel
import JSON

/// Which files there are, whose they are, and what platforms call them.
package protocol FileCatalog: Sendable {
  associatedtype Missing: WorkQueue
  where Missing.Item == MissingFile, Missing.Outcome == FetchOutcome

  /// The files of a channel's events that are not here yet.
  func missingFiles(of channel: ChannelID) -> Missing

  /// Makes a file known that a caller brought, unless one of that name is: that one stays as it
  /// is, and is given back.
  @discardableResult
  func add(_ file: CatalogedFile) async throws(StoreError) -> CatalogedFile?
  func file(_ id: String) async throws(StoreError) -> CatalogedFile?
  /// The payload that a file came with; nil when it is kept no longer.
  func payload(_ number: Int64) async throws(StoreError) -> Payload?
  /// Says how getting one went that nobody had leased: on the way out, or on demand.
  func settle(_ id: String, _ outcome: FetchOutcome) async throws(StoreError)
  /// Asks for a file once more whatever became of it before.
  func refetch(_ id: String) async throws(StoreError) -> CatalogedFile

  /// What the platform calls a file since an upload or a send.
  func reference(_ key: FileReference) async throws(StoreError) -> String?
  func keep(_ reference: String, for key: FileReference) async throws(StoreError)
  /// It is not what the platform calls the file, or not any more.
  func forget(_ key: FileReference) async throws(StoreError)

  /// Whether any file of the catalog has these bytes.
  func isNeeded(_ sha256: String) async throws(StoreError) -> Bool
  /// How many bytes the different files have in all.
  func storedBytes() async throws(StoreError) -> Int64
  /// Gives up the bytes of files from before that time, oldest first, no more than so many; those
  /// of messages that wait to be sent stay. Their events say so. Returns how many they were.
  func expire(before time: Timestamp, limit: Int) async throws(StoreError) -> Int
}

/// The bytes of a file, as our own store holds them.
package struct FileContent: Hashable, Sendable {
  /// 64 hex digits.
  package var sha256: String
  package var size: Int64
  package var mimeType: String
  package var name: String?

  package init(sha256: String, size: Int64, mimeType: String, name: String? = nil) {
    self.sha256 = sha256
    self.size = size
    self.mimeType = mimeType
    self.name = name
  }
}

/// A file that callers know by an identifier.
package struct CatalogedFile: Hashable, Sendable {
  package enum State: Int64, Sendable {
    /// It is being got.
    case pending = 0
    case ready = 1
    /// There is none, and there will be none.
    case failed = 2
    /// It is got anew for everybody who asks.
    case proxied = 3
    /// It was here and was given up.
    case expired = 4
  }

  package let id: String
  package var event: EventID?
  package var channel: ChannelID?
  package var kind: Attachment.Kind
  package var state: State
  package var name: String?
  package var mimeType: String?
  /// What the platform said of it; `content` knows better.
  package var size: Int64?
  /// How its adapter gets it.
  package var source: JSONFragment?
  /// The payload it came with.
  package var payload: Int64?
  /// Where a caller says that it is.
  package var url: String?
  /// How the platform names it.
  package var platformFileID: String?
  package var content: FileContent?
  package var error: DeliveryError?
  package var unavailableReason: UnavailableReason?
  package var createdAt: Timestamp

  package init(_ id: String, _ kind: Attachment.Kind, _ state: State, at createdAt: Timestamp) {
    self.id = id
    self.kind = kind
    self.state = state
    self.createdAt = createdAt
  }
}

/// Why a file cannot be had (FIELDS §7).
package struct UnavailableReason: OpenName {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let tooLarge: Self = "project_upload_limit_exceeded"
  package static let sourceUnavailable: Self = "source_unavailable"
  package static let uploadFailed: Self = "upload_failed"
}

/// A file of an event that is due to be got.
package struct MissingFile: Sendable {
  package let file: CatalogedFile
  /// How often it was tried, this time included.
  package let attempt: Int
  package let firstTriedAt: Timestamp?

  package init(_ file: CatalogedFile, attempt: Int, firstTriedAt: Timestamp?) {
    self.file = file
    self.attempt = attempt
    self.firstTriedAt = firstTriedAt
  }
}

/// How getting a file went.
package enum FetchOutcome: Sendable {
  case ready(FileContent, at: Timestamp)
  case retry(at: Timestamp, DeliveryError)
  case failed(UnavailableReason, DeliveryError, at: Timestamp)
}

/// A file as a channel's platform has it, for one use of it.
package struct FileReference: Hashable, Sendable {
  package let channel: ChannelID
  package let sha256: String
  /// `FileUse.purpose`.
  package let purpose: String

  package init(_ channel: ChannelID, sha256: String, purpose: String) {
    self.channel = channel
    self.sha256 = sha256
    self.purpose = purpose
  }
}

/// What becomes of the files that a channel's platform sends.
package enum FilePolicy: String, Sendable, CaseIterable {
  /// They are got at once and kept.
  case store
  /// They are got from the platform for everybody who asks.
  case proxy
  /// Nobody gets them.
  case ignore
}
