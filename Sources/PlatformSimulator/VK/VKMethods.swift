import JSON

/// A call of the VK API as one community's token makes it.
struct VKCall: Sendable {
  var method: String
  var parameters: RequestParameters
  /// Unix seconds.
  var now: Int64

  subscript(_ name: String) -> String? { parameters.text(name) }

  /// A whole number that must be there.
  func required(_ name: String) throws(VKError) -> Int64 {
    guard let value = parameters.int(name) else {
      throw .parameter("\(name) is a required parameter")
    }
    return value
  }
}

extension VKCommunity {
  /// Does what a method does and returns the `response` member of its answer.
  mutating func respond(to call: VKCall) throws(VKError) -> JSONValue {
    guard call["v"] != nil else { throw .noVersion }
    let family = call.method.prefix { $0 != "." }
    switch family {
    case "messages": return try messages(call)
    case "groups": return try groups(call)
    case "photos", "docs": return try uploads(call)
    default: return try others(call)
    }
  }

  private mutating func others(_ call: VKCall) throws(VKError) -> JSONValue {
    switch call.method {
    case "users.get": return users(call)
    case "utils.getServerTime": return .int(call.now)
    case "wall.createComment": return try comment(call)
    case "board.createComment", "video.createComment", "market.createComment": throw .known(27)
    default: throw .known(3)
    }
  }

  private func users(_ call: VKCall) -> JSONValue {
    let wanted = call["user_ids"]?.split(separator: ",").map(String.init) ?? []
    let found = wanted.compactMap { name in
      Int64(name).flatMap { people[$0] } ?? people.values.first { $0.username == name }
    }
    return .array(found.map(\.vkJSON))
  }

  /// Keeps a comment of the community under a post.
  private mutating func comment(_ call: VKCall) throws(VKError) -> JSONValue {
    let post = try call.required("post_id")
    guard let message = call["message"] ?? call["attachments"] else {
      throw .parameter("message is empty")
    }
    lastMessage += 1
    let parent = call.parameters.int("reply_to_comment")
    comments.append(
      .members([
        "id": .int(lastMessage), "owner_id": .int(call.parameters.int("owner_id") ?? ownerID),
        "post_id": .int(post), "from_id": .int(ownerID), "date": .int(call.now),
        "text": .string(message), "reply_to_comment": parent.map { .int($0) },
        "guid": call["guid"].json,
      ]))
    return [
      "comment_id": .int(lastMessage), "parents_stack": .array(parent.map { [.int($0)] } ?? []),
    ]
  }
}

extension Person {
  /// The user object of VK.
  var vkJSON: JSONValue {
    .members([
      "id": .int(id), "first_name": .string(firstName), "last_name": .string(lastName),
      "screen_name": username.json, "photo_200": "https://vk.com/images/camera_200.png",
      "sex": 0, "can_access_closed": true, "is_closed": false,
    ])
  }
}
