import EventModel
import JSON
import Relay

/// A file that a caller names by its address.
struct AttachmentRequest: Sendable {
  let url: String
  let kind: Attachment.Kind?
  private let name: String?

  /// What a file can be; other things have none.
  static let kinds = ["photo", "video", "document", "voice", "audio", "sticker", "animation"]

  init(_ view: JSONView) throws(APIProblem) {
    var body = BodyReader(view)
    let url = body.url("url")
    if url == nil { body.require("url") }
    name = body.name("file_name", atMost: 255)
    kind = body.choice("type", of: Self.kinds).map { Attachment.Kind(rawValue: $0) }
    body.finish()
    guard let url, body.faults.isEmpty else { throw APIProblem(body.faults) }
    self.url = url
  }

  /// The name is the caller's, else the last piece of the address.
  var facts: FileFacts { FileFacts(name: name ?? lastPiece, mimeType: nil) }

  private var lastPiece: String? {
    let path = url.prefix { $0 != "?" && $0 != "#" }.split(
      separator: "/", omittingEmptySubsequences: false)
    // Before the path stand the scheme, nothing, and the host.
    return path.count > 3 ? path.last.map { PercentCoding.decoded($0) } : nil
  }
}
