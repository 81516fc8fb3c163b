import AdapterKit
import EventModel
import JSON

/// One thing that a message of ours carries.
enum VKItem: Hashable {
  /// What VK has already, by its name.
  case name(String)
  /// What VK is given first.
  case file(FileUse)
  case location(VKPoint)
  /// Stickers stand alone.
  case sticker(String)
}

/// A point on the map, in the digits it was given in.
struct VKPoint: Hashable {
  let latitude: String
  let longitude: String
  /// What is said of it: VK shows only the map.
  let words: String?

  init?(_ view: JSONView) {
    guard let latitude = view["latitude"].numberText, let longitude = view["longitude"].numberText
    else { return nil }
    self.latitude = latitude
    self.longitude = longitude
    let lines = [view["title"].nonEmpty, view["address"].nonEmpty].compactMap(\.self)
    words = lines.isEmpty ? nil : lines.joined(separator: "\n")
  }
}

extension VKItem {
  /// What an attachment becomes in a place, and whether it goes as another kind of thing.
  static func made(
    of attachment: Attachment, in place: VKPlace
  ) throws(Refusal) -> (item: VKItem, loss: Degradation?) {
    if let sticker = sticker(attachment) { return (.sticker(sticker), nil) }
    if let name = attachment.platformFileID, attachment.platform ?? .vk == .vk {
      guard VKAttachments.isName(name) else {
        throw Refusal(.invalid, "VK names no file like that")
      }
      return (.name(name), nil)
    }
    switch attachment.kind {
    case .location:
      guard place.isPeer, let point = attachment.data("location").flatMap(VKPoint.init) else {
        throw Refusal(.unsupported, "VK shows no location there")
      }
      return (.location(point), nil)
    case .photo, .video, .document, .voice, .audio, .animation, .sticker:
      guard let id = attachment.id else { throw Refusal(.invalid, "a file without a name") }
      let (purpose, isOther) = VKPurpose.of(attachment, in: place)
      return (.file(FileUse(id, as: purpose.text)), isOther ? .fileAsDocument : nil)
    default: throw Refusal(.unsupported, "VK has no such thing: \(attachment.kind)")
    }
  }

  /// `sticker123`, as received events have it, or the number alone.
  private static func sticker(_ attachment: Attachment) -> String? {
    guard attachment.kind == .sticker, attachment.platform ?? .vk == .vk else { return nil }
    guard let id = attachment.platformFileID ?? attachment.data("sticker")?["id"].text else {
      return nil
    }
    let digits = id.hasPrefix("sticker") ? id.dropFirst(7) : id[...]
    return Int64(digits).map(String.init)
  }
}

extension Attachment {
  /// The data of a thing without a file.
  fileprivate func data(_ name: String) -> JSONView? {
    guard let member = more.first(where: { $0.name == name }) else { return nil }
    return try? member.value.parsed()
  }
}

/// What an upload is for. VK takes a document only in the conversation that it was uploaded for,
/// so that its name tells it; photos may stand anywhere.
struct VKPurpose: Hashable {
  enum Kind: String {
    case photo
    case document = "doc"
    case voice = "audio_message"
    /// A document under a comment.
    case commented = "wall_doc"
  }

  let kind: Kind
  let peer: Int64?

  /// `photo`, `doc@500100200`.
  var text: String { kind.rawValue + (peer.map { "@\($0)" } ?? "") }

  private init(_ kind: Kind, _ peer: Int64? = nil) {
    self.kind = kind
    self.peer = peer
  }

  init?(_ text: String) {
    let words = text.split(separator: "@", maxSplits: 1)
    guard let kind = words.first.flatMap({ Kind(rawValue: String($0)) }) else { return nil }
    self.init(kind, words.dropFirst().first.flatMap { Int64($0) })
  }

  /// A community uploads no video and no music, and nothing but documents under a comment; photos
  /// of other formats and voices that are not OGG are documents, too.
  static func of(_ file: Attachment, in place: VKPlace) -> (purpose: VKPurpose, isOther: Bool) {
    let type = file.mimeType?.prefix { $0 != ";" }.lowercased()
    guard case .peer(let peer) = place else {
      return (VKPurpose(.commented), file.kind != .document)
    }
    switch file.kind {
    case .photo where type.map(pictures.contains) ?? true: return (VKPurpose(.photo), false)
    case .voice where type.map(voices.contains) ?? true: return (VKPurpose(.voice, peer), false)
    case .document, .animation: return (VKPurpose(.document, peer), false)
    default: return (VKPurpose(.document, peer), true)
    }
  }

  private static let pictures = ["image/jpeg", "image/jpg", "image/png", "image/gif"]
  private static let voices = ["audio/ogg", "audio/opus", "application/ogg"]
}
