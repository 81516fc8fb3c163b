import JSON

/// A comment of the simulated VK, under whatever can be commented.
struct VKComment: Hashable, Sendable {
  /// What is commented: the words that VK's methods and events have for it.
  enum Family: String, Sendable {
    case wall, board, photo, video, market

    /// The family of a method like `photos.createComment`.
    init?(method: String) {
      let word = method.prefix { $0 != "." }
      self.init(rawValue: word == "photos" ? "photo" : String(word))
    }

    /// The parameter that names what is commented.
    var object: String {
      switch self {
      case .wall: "post_id"
      case .board: "topic_id"
      case .photo: "photo_id"
      case .video: "video_id"
      case .market: "item_id"
      }
    }

    /// The beginning of its events' types.
    var event: String {
      switch self {
      case .wall: "wall_reply"
      case .board: "board_post"
      default: "\(rawValue)_comment"
      }
    }
  }

  var family: Family
  var id: Int64
  var ownerID: Int64
  var objectID: Int64
  var fromID: Int64
  var date: Int64
  var text: String
  var replyTo: Int64?
  var guid: String?
  var attachments: [JSONValue] = []
  var files: [SentFile] = []
  var isEdited = false
  var isDeleted = false

  /// The object of its events.
  var json: JSONValue {
    var core: JSONValue = .members([
      "id": .int(id), "from_id": .int(fromID), "date": .int(date), "text": .string(text),
      "reply_to_comment": replyTo.map { .int($0) },
      "attachments": attachments.isEmpty ? nil : .array(attachments),
    ])
    switch family {
    case .wall:
      core = core.merging([
        "owner_id": .int(ownerID), "post_id": .int(objectID), "post_owner_id": .int(ownerID),
        "parents_stack": .array(replyTo.map { [.int($0)] } ?? []),
      ])
    case .board:
      core = core.merging(["topic_id": .int(objectID), "topic_owner_id": .int(ownerID)])
    default:
      core = .object([
        .init("\(family.rawValue)_owner_id", .int(ownerID)), .init(family.object, .int(objectID)),
      ]).merging(core)
    }
    return core
  }

  /// The line of the control API's ledger.
  var logged: JSONValue {
    .members([
      "family": .string(family.rawValue), "id": .int(id), "owner_id": .int(ownerID),
      "post_id": family == .wall ? .int(objectID) : nil, "object_id": .int(objectID),
      "from_id": .int(fromID), "date": .int(date), "text": .string(text),
      "reply_to_comment": replyTo.map { .int($0) }, "guid": guid.json,
      "files": files.isEmpty ? nil : .array(files.map(\.json)),
      "is_edited": isEdited ? true : nil, "is_deleted": isDeleted ? true : nil,
    ])
  }
}
