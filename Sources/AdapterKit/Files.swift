import EventModel
import JSON

/// A file in our own store, ready to be read.
public struct StoredFile: Hashable, Sendable {
  /// Where its bytes are; read only.
  public let path: String
  public let size: Int64
  /// 64 hex digits.
  public let sha256: String
  /// A safe name, for people.
  public var name: String
  public var mimeType: String

  public init(path: String, size: Int64, sha256: String, name: String, mimeType: String) {
    self.path = path
    self.size = size
    self.sha256 = sha256
    self.name = name
    self.mimeType = mimeType
  }
}

/// A file on its way out.
public struct ReadyFile: Hashable, Sendable {
  public let use: FileUse
  public let file: StoredFile
  /// What the platform calls it already, from an upload or a send before.
  public var reference: String?

  public init(_ use: FileUse, _ file: StoredFile, reference: String? = nil) {
    self.use = use
    self.file = file
    self.reference = reference
  }
}

/// A channel whose platform takes files by a call of their own, before the message.
public protocol FileUploading: ChannelAdapter {
  /// Uploads one file, once, and gives the platform's name of it; a repeat leaves a file nobody
  /// sees.
  func upload(
    _ file: ReadyFile, for part: Part, over transport: some Transport
  ) async throws(SendFailure) -> String
}

/// A channel whose files are fetched by requests.
public protocol FileFetching: ChannelAdapter {
  /// The request that gets a file, from what `Attachment.source` says; it may ask the platform
  /// first where the file is now.
  func request(
    for source: JSONFragment, over transport: some Transport
  ) async throws(SendFailure) -> TransferRequest
}

/// A channel that also gets the pictures that people show of themselves: its `request` takes the
/// source of a `PersonPicture`, and refuses when there is none.
public protocol PictureFetching: FileFetching {}

/// The picture that a person shows of themselves, as a file's source.
public struct PersonPicture: Hashable, Sendable {
  /// The platform's name of the person.
  public let person: String

  public init(of person: String) { self.person = person }

  /// Nil of the source of another file.
  public init?(_ source: JSONView) {
    guard let person = source["person"].text else { return nil }
    self.person = person
  }

  public var source: JSONFragment { .object { $0.member("person", person) } }
}

/// A channel whose payloads hold the files themselves.
public protocol FileCarrying: ChannelAdapter {
  /// The bytes of a file, from what `Attachment.source` says. Pure.
  func file(_ source: JSONFragment, in payload: Payload) throws(PayloadError) -> [UInt8]
}
