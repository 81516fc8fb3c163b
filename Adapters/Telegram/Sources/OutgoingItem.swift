import AdapterKit
import EventModel
import JSON

/// One thing that a message of ours carries.
enum OutgoingItem {
  case media(OutgoingMedia)
  /// A thing without a file: the call that sends it, and its own parameters.
  case thing(method: String, [JSONMember])

  var media: OutgoingMedia? { if case .media(let media) = self { media } else { nil } }
  var takesCaption: Bool { media?.kind.takesCaption ?? false }
}

/// A file that goes out.
struct OutgoingMedia {
  enum Source {
    /// Ours, to be uploaded or known by an earlier send.
    case file(String)
    /// Telegram's own name of it.
    case id(String)
  }

  let kind: MediaKind
  let source: Source
  let attachment: Attachment

  /// The use of a file of ours.
  var use: FileUse? {
    if case .file(let id) = source { FileUse(id, as: kind.rawValue) } else { nil }
  }

  /// What stands in a call for the file: `attach://f0` for the first one of ours.
  func name(_ files: inout [FileUse]) -> String {
    switch source {
    case .id(let id): return id
    case .file(let id):
      files.append(FileUse(id, as: kind.rawValue))
      return "attach://f\(files.count - 1)"
    }
  }

  /// How it looks, as far as the kind has such parameters.
  var measures: [JSONMember] {
    let hasLength = [.video, .animation, .audio, .voice, .round].contains(kind)
    let hasSides = [.video, .animation].contains(kind)
    var members: [JSONMember] = []
    func add(_ name: String, _ value: Int64?, if isKnown: Bool) {
      guard isKnown, let value, value > 0 else { return }
      members.append(JSONMember(name, JSONFragment { $0.value(value) }))
    }
    add("duration", attachment.durationSeconds, if: hasLength)
    add("width", attachment.width, if: hasSides)
    add("height", attachment.height, if: hasSides)
    return members
  }

  /// An item of an album, or what a message's file becomes.
  func input(_ files: inout [FileUse], caption: RichText?) -> JSONFragment {
    let name = name(&files)
    return .object { writer in
      writer.member("type", kind.rawValue)
      writer.member("media", name)
      if let caption, !caption.isEmpty {
        writer.member("caption", caption.plain)
        writer.member("caption_entities", caption.botEntities)
      }
      writer.members(measures)
    }
  }
}

extension OutgoingItem {
  /// What an attachment becomes in a place, and whether it goes as another kind of thing.
  static func made(
    of attachment: Attachment, in place: SendingPlace, atMost largest: Int64
  ) throws(Refusal) -> (item: OutgoingItem, isOther: Bool) {
    if let thing = try thing(attachment, in: place) { return (thing, false) }
    if let id = attachment.platformFileID, attachment.platform ?? .tg == .tg {
      try check(id)
      let (kind, _) = try MediaKind.of(attachment.withoutMeasures)
      return (.media(OutgoingMedia(kind: kind, source: .id(id), attachment: attachment)), false)
    }
    guard let id = attachment.id else { throw Refusal(.invalid, "a file without a name") }
    if let size = attachment.fileSize, size > largest {
      throw Refusal(.invalid, "a file of \(size) bytes: Telegram takes \(largest)")
    }
    let (kind, isOther) = try MediaKind.of(attachment)
    return (.media(OutgoingMedia(kind: kind, source: .file(id), attachment: attachment)), isOther)
  }

  /// Anything else could be an address, and a server of one's own reads paths of its own disk.
  private static func check(_ id: String) throws(Refusal) {
    let isName = id.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard isName, !id.isEmpty else {
      throw Refusal(.invalid, "Telegram names no file like that")
    }
  }

  private static func thing(
    _ attachment: Attachment, in place: SendingPlace
  ) throws(Refusal) -> OutgoingItem? {
    switch attachment.kind.rawValue {
    case "location": try location(attachment)
    case "contact": try contact(attachment)
    case "poll": try poll(attachment, in: place)
    case "dice": .thing(method: "sendDice", members(attachment.data("dice"), ["emoji"]))
    case "checklist": try checklist(attachment, in: place)
    case "sticker": try sticker(attachment)
    default: nil
    }
  }

  private static func members(_ view: JSONView?, _ names: [String]) -> [JSONMember] {
    names.compactMap { name in
      guard let value = view?[member: name], value.exists else { return nil }
      return JSONMember(name, JSONFragment(value))
    }
  }

  private static func data(_ attachment: Attachment) throws(Refusal) -> JSONView {
    guard let data = attachment.data(attachment.kind.rawValue), data.kind == .object else {
      throw Refusal(.invalid, "a \(attachment.kind) without its data")
    }
    return data
  }

  /// A place with a name is a venue; one that moves has none.
  private static func location(_ attachment: Attachment) throws(Refusal) -> OutgoingItem {
    let data = try data(attachment)
    guard data["latitude"].double != nil, data["longitude"].double != nil else {
      throw Refusal(.invalid, "a location needs a latitude and a longitude")
    }
    let point = members(data, ["latitude", "longitude"])
    let title = data["title"].nonEmpty ?? data["address"].nonEmpty
    guard let title, !data["live_period"].exists else {
      return .thing(method: "sendLocation", point + members(data, ["live_period"]))
    }
    let address = data["address"].nonEmpty ?? title
    return .thing(
      method: "sendVenue",
      point + [
        JSONMember("title", JSONFragment { $0.value(title) }),
        JSONMember("address", JSONFragment { $0.value(address) }),
      ])
  }

  private static func contact(_ attachment: Attachment) throws(Refusal) -> OutgoingItem {
    let data = try data(attachment)
    guard data["phone_number"].text != nil, data["first_name"].nonEmpty != nil else {
      throw Refusal(.invalid, "a contact needs a phone_number and a first_name")
    }
    return .thing(
      method: "sendContact", members(data, ["phone_number", "first_name", "last_name", "vcard"]))
  }

  private static func poll(
    _ attachment: Attachment, in place: SendingPlace
  ) throws(Refusal) -> OutgoingItem {
    guard !place.isDirectMessages else {
      throw Refusal(.unsupported, "direct messages of a channel have no polls")
    }
    let data = try data(attachment)
    let options = data["options"].elements.compactMap(\.nonEmpty)
    guard data["question"].nonEmpty != nil, !options.isEmpty else {
      throw Refusal(.invalid, "a poll needs a question and options")
    }
    let list = JSONFragment { writer in
      writer.array { for option in options { $0.object { $0.member("text", option) } } }
    }
    let others = [
      "type", "is_anonymous", "allows_multiple_answers", "correct_option_ids", "explanation",
      "description", "open_period", "close_date",
    ]
    return .thing(
      method: "sendPoll",
      members(data, ["question"]) + [JSONMember("options", list)] + members(data, others))
  }

  private static func checklist(
    _ attachment: Attachment, in place: SendingPlace
  ) throws(Refusal) -> OutgoingItem {
    guard place.isBusiness else {
      throw Refusal(.unsupported, "checklists stand in business chats alone")
    }
    let data = try data(attachment)
    let tasks = data["tasks"].elements.compactMap(\.nonEmpty)
    guard data["title"].nonEmpty != nil, !tasks.isEmpty else {
      throw Refusal(.invalid, "a checklist needs a title and tasks")
    }
    let list = JSONFragment.object { writer in
      writer.members(members(data, ["title"]))
      writer.name("tasks")
      writer.array { array in
        for (number, task) in zip(Int64(1)..., tasks) {
          array.object {
            $0.member("id", number)
            $0.member("text", task)
          }
        }
      }
      writer.members(members(data, ["others_can_add_tasks", "others_can_mark_tasks_as_done"]))
    }
    return .thing(method: "sendChecklist", [JSONMember("checklist", list)])
  }

  /// A sticker by Telegram's own name of it; one of our files is nothing special.
  private static func sticker(_ attachment: Attachment) throws(Refusal) -> OutgoingItem? {
    guard let id = attachment.data("sticker")?["id"].text else { return nil }
    try check(id)
    return .media(OutgoingMedia(kind: .sticker, source: .id(id), attachment: attachment))
  }
}

extension Attachment {
  /// What Telegram has already is of the kind that it was sent as.
  fileprivate var withoutMeasures: Attachment {
    var file = self
    file.mimeType = kind.rawValue.isEmpty ? mimeType : nil
    file.fileSize = nil
    return file
  }
}
