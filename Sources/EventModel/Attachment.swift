import JSON

/// A file or file-like thing of a message (FIELDS §7).
public struct Attachment: Hashable, Sendable {
  /// What it is: photo, video, document, voice, audio, sticker, animation, location, contact, poll.
  public struct Kind: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let photo: Self = "photo"
    public static let video: Self = "video"
    public static let document: Self = "document"
    public static let voice: Self = "voice"
    public static let audio: Self = "audio"
    public static let sticker: Self = "sticker"
    public static let animation: Self = "animation"
    public static let location: Self = "location"
    public static let contact: Self = "contact"
    public static let poll: Self = "poll"
  }

  /// Ours; an adapter leaves it nil, the ledger gives it.
  public var id: String?
  public var kind: Kind
  /// A link to things that have no file: a page, a post.
  public var externalURL: String?
  public var fileName: String?
  public var fileSize: Int64?
  public var mimeType: String?
  public var width: Int64?
  public var height: Int64?
  /// Whole seconds; a length with a fraction is among the further members.
  public var durationSeconds: Int64?
  public var platform: Platform?
  /// How the platform names the file.
  public var platformFileID: String?
  /// What the adapter needs to get the file; never written into an event, because it may hold
  /// what nobody else may see.
  public var source: JSONFragment?
  /// Everything else of FIELDS §7, as further members of the object, in order.
  public var more: [More] = []

  /// One further member.
  public typealias More = JSONMember

  public init(_ kind: Kind) { self.kind = kind }
}

extension Attachment: JSONModel {
  public init(from view: JSONView) throws(JSONMismatch) {
    var members = try MemberReader(view)
    kind = try members.require("type")
    id = try members.take("id")
    externalURL = try members.take("external_url")
    fileName = try members.take("file_name")
    fileSize = try members.take("file_size")
    mimeType = try members.take("mime_type")
    width = try members.take("width")
    height = try members.take("height")
    durationSeconds = try members.takeWhole("duration_seconds")
    platform = try members.take("platform_type")
    platformFileID = try members.take("platform_file_id")
    more = members.rest
  }

  public func write(to writer: inout JSONWriter) {
    writer.object(carrying: more) {
      $0.member("id", id)
      $0.member("type", kind)
      $0.member("external_url", externalURL)
      $0.member("file_name", fileName)
      $0.member("file_size", fileSize)
      $0.member("mime_type", mimeType)
      $0.member("width", width)
      $0.member("height", height)
      $0.member("duration_seconds", durationSeconds)
      $0.member("platform_type", platform)
      $0.member("platform_file_id", platformFileID)
    }
  }
}
