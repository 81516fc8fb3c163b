import EventModel
import JSON

/// The files and file-like things of a VK message, by reference: nothing is fetched here (FIELDS
/// §7).
enum VKAttachments {
  /// VK allows ten; forwards and posts are not unfolded, so more can only be nonsense.
  static let most = 50

  /// Reads `attachments` and `geo` of a message or comment.
  static func read(of object: JSONView) -> [Attachment] {
    var all: [Attachment] = []
    for item in object["attachments"].elements.prefix(most) {
      if let attachment = read(item) { all.append(attachment) }
    }
    if let place = location(object["geo"]) { all.append(place) }
    return all
  }

  /// One element of `attachments`: `{"type": "photo", "photo": {…}}`; nil only without a type.
  private static func read(_ item: JSONView) -> Attachment? {
    guard let type = item["type"].nonEmpty else { return nil }
    let thing = item[member: type]
    return switch type {
    case "photo": photo(thing)
    case "graffiti": graffiti(thing)
    case "video", "clip", "video_playlist": video(thing, type)
    case "audio": audio(thing)
    case "audio_message": voice(thing)
    case "doc": document(thing)
    case "sticker", "ugc_sticker": sticker(thing)
    case "poll": poll(thing)
    default: VKLinkedThing.read(thing, type)
    }
  }

  // MARK: Things with files

  static func photo(_ photo: JSONView) -> Attachment {
    var it = Attachment(.photo, vk: name("photo", photo))
    let original = photo["orig_photo"]
    it.show(original["url"].exists ? original : largest(photo["sizes"]))
    it.mimeType = it.source == nil ? nil : "image/jpeg"
    return it
  }

  /// Before 5.92 the picture stood in `photo_586`.
  private static func graffiti(_ drawing: JSONView) -> Attachment {
    var it = Attachment(.photo, vk: name("graffiti", drawing))
    it.show(drawing)
    if it.source == nil { it.setSource(drawing["photo_586"].nonEmpty) }
    it.mimeType = "image/png"
    return it
  }

  /// A community is given no file of a video, only its page.
  private static func video(_ video: JSONView, _ type: String) -> Attachment {
    let page = VKLinkedThing.page("video", video)
    var it = Attachment(.video, vk: name(type, video))
    it.fileName = video["title"].nonEmpty
    it.externalURL = page
    it.durationSeconds = video["duration"].int
    it.width = video["width"].int
    it.height = video["height"].int
    it.add("thumbnail_url", largest(video["image"])["url"].nonEmpty)
    return it
  }

  private static func audio(_ audio: JSONView) -> Attachment {
    var it = Attachment(.audio, vk: name("audio", audio))
    it.setSource(audio["url"].nonEmpty)
    it.fileName = [audio["artist"].nonEmpty, audio["title"].nonEmpty]
      .compactMap(\.self).joined(separator: " - ")
    it.durationSeconds = audio["duration"].int
    return it
  }

  private static func voice(_ voice: JSONView) -> Attachment {
    var it = Attachment(.voice, vk: name("audio_message", voice))
    let ogg = voice["link_ogg"].nonEmpty
    it.setSource(ogg ?? voice["link_mp3"].nonEmpty)
    it.mimeType = ogg == nil ? "audio/mpeg" : "audio/ogg"
    it.durationSeconds = voice["duration"].int
    return it
  }

  /// Type 3 is a GIF, which moves.
  private static func document(_ document: JSONView) -> Attachment {
    let isMoving = document["type"].int == 3
    var it = Attachment(isMoving ? .animation : .document, vk: name("doc", document))
    it.setSource(document["url"].nonEmpty)
    it.fileName = fileName(document)
    it.fileSize = document["size"].int
    it.mimeType = isMoving ? "image/gif" : nil
    it.add("thumbnail_url", largest(document["preview"]["photo"]["sizes"])["src"].nonEmpty)
    return it
  }

  private static func sticker(_ sticker: JSONView) -> Attachment {
    var it = Attachment(.sticker, vk: sticker["sticker_id"].text.map { "sticker\($0)" })
    it.show(largest(sticker["images"]))
    if sticker["animation_url"].exists {
      it.more.append(JSONMember("flags", .object { $0.member("isAnimated", true) }))
    }
    return it
  }

  private static func poll(_ poll: JSONView) -> Attachment {
    var it = Attachment(.poll, vk: name("poll", poll))
    it.fileName = poll["question"].nonEmpty
    return it
  }

  // MARK: Places

  /// A message has numbers, a comment the text `55.79 49.10`.
  private static func location(_ geo: JSONView) -> Attachment? {
    let coordinates = geo["coordinates"]
    let pair = coordinates.string?.split(separator: " ").compactMap { Double($0) } ?? []
    guard let latitude = coordinates["latitude"].double ?? pair.first,
      let longitude = coordinates["longitude"].double ?? pair.dropFirst().first
    else { return nil }
    var it = Attachment(.location)
    it.platform = .vk
    it.more.append(
      JSONMember(
        "location",
        .object {
          $0.member("latitude", latitude)
          $0.member("longitude", longitude)
          $0.member("title", geo["place"]["title"].nonEmpty)
        }))
    return it
  }

  // MARK: Parts

  /// How VK names a thing in a request: `photo-222000111_457239017_accesskey`.
  static func name(_ type: String, _ thing: JSONView) -> String? {
    guard let owner = (thing["owner_id"].exists ? thing["owner_id"] : thing["to_id"]).int,
      let id = thing["id"].int
    else { return nil }
    let key = thing["access_key"].nonEmpty.map { "_" + $0 } ?? ""
    return "\(type)\(owner)_\(id)\(key)"
  }

  /// Whether a text is such a name, and so nothing else can be smuggled into a request by it.
  static func isName(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
    return (2...4).contains(parts.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  /// The picture of the largest area: sizes are not sorted, and may be 0 or fractions.
  static func largest(_ sizes: JSONView) -> JSONView {
    var best = sizes.first
    var bestArea = -1.0
    for size in sizes.elements {
      let area = (size["width"].double ?? 0) * (size["height"].double ?? 0)
      if area > bestArea { (best, bestArea) = (size, area) }
    }
    return best
  }

  /// A title often lacks its extension.
  private static func fileName(_ document: JSONView) -> String? {
    guard let title = document["title"].nonEmpty else { return nil }
    guard let ending = document["ext"].nonEmpty, !title.hasSuffix("." + ending) else {
      return title
    }
    return "\(title).\(ending)"
  }
}

extension Attachment {
  init(_ kind: Kind, vk name: String?) {
    self.init(kind)
    platform = .vk
    platformFileID = name
  }

  /// Takes over where a picture is, and its measures.
  mutating func show(_ picture: JSONView) {
    setSource(picture["url"].nonEmpty)
    width = picture["width"].double.flatMap { Int64(exactly: $0.rounded()) }
    height = picture["height"].double.flatMap { Int64(exactly: $0.rounded()) }
  }

  mutating func add(_ name: String, _ text: String?) {
    guard let text else { return }
    more.append(JSONMember(name, JSONFragment { $0.value(text) }))
  }
}
