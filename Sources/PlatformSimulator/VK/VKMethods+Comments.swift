import JSON

/// Comments. A community's token may write them under posts and take away what was written in
/// discussions; all else needs the token of one of its administrators.
extension VKCommunity {
  /// What a community's own token is good for.
  private static let forCommunities: Set<String> = [
    "wall.createComment", "board.deleteComment", "board.restoreComment",
  ]

  /// Nil when the method is not about comments.
  mutating func comment(_ call: VKCall) throws(VKError) -> JSONValue? {
    guard let family = VKComment.Family(method: call.method), call.method.hasSuffix("Comment"),
      call.method != "photos.getComment"
    else { return nil }
    guard call.bearer == .user || Self.forCommunities.contains(call.method) else {
      throw .known(27)
    }
    switch call.method.drop(while: { $0 != "." }).dropFirst() {
    case "createComment": return try create(family, call)
    case "editComment": return try edit(family, call)
    case "deleteComment": return try delete(family, call, isDeleted: true)
    case "restoreComment": return try delete(family, call, isDeleted: false)
    default: throw .known(3)
    }
  }

  private mutating func create(
    _ family: VKComment.Family, _ call: VKCall
  ) throws(VKError) -> JSONValue {
    let object = try call.required(family.object)
    let owner = call.parameters.int("owner_id") ?? ownerID
    let names = call["attachments"]
    guard call["message"] != nil || names != nil || call["sticker_id"] != nil else {
      throw .parameter("message is empty")
    }
    let guid = call["guid"]
    if let guid, let earlier = comments.first(where: { $0.guid == guid && $0.family == family }) {
      return Self.created(earlier)
    }
    lastMessage += 1
    var comment = VKComment(
      family: family, id: lastMessage, ownerID: owner, objectID: object, fromID: ownerID,
      date: call.now, text: call["message"] ?? "")
    comment.replyTo = call.parameters.int("reply_to_comment")
    comment.guid = guid
    (comment.attachments, comment.files) = attachments(names)
    publish(comment)
    return Self.created(comment)
  }

  private static func created(_ comment: VKComment) -> JSONValue {
    guard comment.family == .wall else { return .int(comment.id) }
    let parents: JSONValue = .array(comment.replyTo.map { [.int($0)] } ?? [])
    return ["comment_id": .int(comment.id), "parents_stack": parents]
  }

  private mutating func edit(
    _ family: VKComment.Family, _ call: VKCall
  ) throws(VKError) -> JSONValue {
    var comment = try found(family, call)
    guard comment.fromID == ownerID else { throw .known(15) }
    guard call["message"] != nil || call["attachments"] != nil else {
      throw .parameter("message is empty")
    }
    comment.text = call["message"] ?? ""
    (comment.attachments, comment.files) = attachments(call["attachments"])
    comment.isEdited = true
    replace(comment)
    emit("\(family.event)_edit", comment.json)
    return 1
  }

  private mutating func delete(
    _ family: VKComment.Family, _ call: VKCall, isDeleted: Bool
  ) throws(VKError) -> JSONValue {
    var comment = try found(family, call, isDeleted: !isDeleted)
    comment.isDeleted = isDeleted
    replace(comment)
    if isDeleted {
      let place = comment.json.without(["from_id", "date", "text", "attachments"])
      emit("\(family.event)_delete", place.merging(["deleter_id": .int(ownerID)]))
    } else {
      emit("\(family.event)_restore", comment.json)
    }
    return 1
  }

  private func found(
    _ family: VKComment.Family, _ call: VKCall, isDeleted: Bool = false
  ) throws(VKError) -> VKComment {
    let id = try call.required("comment_id")
    let comment = comments.first {
      $0.id == id && $0.family == family && $0.isDeleted == isDeleted
    }
    guard let comment else { throw .parameter("comment_id is invalid") }
    return comment
  }

  private mutating func replace(_ comment: VKComment) {
    comments.update { if $0.id == comment.id { $0 = comment } }
  }

  /// Keeps a comment and tells the listeners.
  private mutating func publish(_ comment: VKComment) {
    comments.append(comment)
    emit("\(comment.family.event)_new", comment.json)
  }

  /// A person comments: `from`, `text`, and if wanted `family` (`wall` without it; `board`,
  /// `photo`, `video`, `market`), `object` (the post, topic … ; 1 without it) and `reply_to` (a
  /// comment).
  mutating func comment(_ order: JSONView, at now: Int64) -> JSONValue? {
    guard let person = person(order["from"], mayWrite: false),
      let family = VKComment.Family(rawValue: order["family"].nonEmpty ?? "wall")
    else { return nil }
    lastMessage += 1
    var comment = VKComment(
      family: family, id: lastMessage, ownerID: ownerID, objectID: order["object"].int ?? 1,
      fromID: person, date: now, text: order["text"].string ?? "")
    comment.replyTo = order["reply_to"].int
    publish(comment)
    return comment.logged
  }
}
