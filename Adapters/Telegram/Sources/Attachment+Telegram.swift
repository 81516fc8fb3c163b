import EventModel
import JSON

extension Attachment {
  /// The files and file-like things of one member of a message; bytes stay where they are.
  static func read(_ name: String, _ field: MessageField, _ value: JSONView) -> [Attachment] {
    switch field {
    case .file(let kind): [file(kind, value, flags: flags(name))]
    case .photo: largest(value).map { [file(.photo, $0)] } ?? []
    case .livePhoto: [file(.photo, value, flags: ["isAnimated"])]
    case .sticker:
      [file(.sticker, value, flags: isAnimated(value) ? ["isAnimated"] : [])]
    case .paidMedia: value["paid_media"].elements.prefix(mostItems).compactMap(paid)
    case .location: place(value, value).map { [$0] } ?? []
    case .venue: place(value["location"], value).map { [$0] } ?? []
    case .contact: [contact(value)]
    case .poll: [poll(value)]
    case .text, .caption, .richMessage, .checklist, .named, .mute, .tag, .service, .circumstance,
      .rawOnly, .formerly:
      []
    }
  }

  private static let mostItems = 100

  private static func flags(_ name: String) -> [StaticString] {
    switch name {
    case "animation": ["isAnimated"]
    case "video_note": ["isRound"]
    default: []
    }
  }

  private static func isAnimated(_ sticker: JSONView) -> Bool {
    sticker["is_animated"].bool == true || sticker["is_video"].bool == true
  }

  private static func file(
    _ kind: Kind, _ value: JSONView, flags: [StaticString] = []
  ) -> Attachment {
    var file = Attachment(kind)
    file.fileName = value["file_name"].nonEmpty
    file.fileSize = value["file_size"].measure
    file.mimeType = value["mime_type"].nonEmpty
    file.width = value["width"].measure ?? value["length"].measure
    file.height = value["height"].measure ?? value["length"].measure
    file.durationSeconds = value["duration"].measure
    file.platform = .tg
    file.platformFileID = value["file_id"].nonEmpty
    file.source = file.platformFileID.map { id in
      .object {
        $0.member("file_id", id)
        $0.member("size", file.fileSize)
      }
    }
    if !flags.isEmpty {
      file.more.append(
        More("flags", .object { for flag in flags { $0.member(flag, true) } }))
    }
    return file
  }

  /// The size of the largest area; sizes are not always sorted, and some have none.
  static func largest(_ sizes: JSONView) -> JSONView? {
    func area(_ size: JSONView) -> Double {
      (size["width"].double ?? 0) * (size["height"].double ?? 0)
    }
    return sizes.elements.filter { $0["file_id"].exists }.max { area($0) < area($1) }
  }

  private static func paid(_ item: JSONView) -> Attachment? {
    switch item["type"].string {
    case "photo": return largest(item["photo"]).map { file(.photo, $0) }
    case "video": return file(.video, item["video"])
    case "live_photo": return file(.photo, item["live_photo"], flags: ["isAnimated"])
    case "preview":
      var preview = file(.photo, item)
      preview.more.append(
        More("unavailable_reason", JSONFragment { $0.value("source_unavailable") }))
      return preview
    default: return nil
    }
  }

  /// Half a point is nowhere.
  private static func place(_ point: JSONView, _ about: JSONView) -> Attachment? {
    guard let latitude = point["latitude"].degrees(atMost: 90),
      let longitude = point["longitude"].degrees(atMost: 180)
    else { return nil }
    var place = Attachment(.location)
    place.platform = .tg
    place.more = [
      More(
        "location",
        .object {
          $0.member("latitude", latitude)
          $0.member("longitude", longitude)
          $0.member("title", about["title"].nonEmpty)
          $0.member("address", about["address"].nonEmpty)
          $0.member("live_period", point["live_period"].measure)
        })
    ]
    return place
  }

  private static func contact(_ value: JSONView) -> Attachment {
    var contact = Attachment(.contact)
    contact.platform = .tg
    contact.more = [
      More(
        "contact",
        .object {
          $0.member("phone_number", value["phone_number"].text)
          $0.member("first_name", value["first_name"].nonEmpty)
          $0.member("last_name", value["last_name"].nonEmpty)
          $0.member("user_id", value["user_id"].number)
          $0.member("vcard", value["vcard"].nonEmpty)
        })
    ]
    return contact
  }

  private static func poll(_ value: JSONView) -> Attachment {
    var poll = Attachment(.poll)
    poll.platform = .tg
    return poll
  }
}
