import JSON

/// Whose token a call shows.
enum VKBearer: Hashable, Sendable {
  case community
  /// One of the community's administrators.
  case user
}

/// A call of the VK API.
struct VKCall: Sendable {
  var method: String
  var parameters: RequestParameters
  /// Unix seconds.
  var now: Int64
  var bearer = VKBearer.community

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
    if let done = try comment(call) { return done }
    guard call.bearer == .community else { throw .known(15) }
    switch call.method.prefix(while: { $0 != "." }) {
    case "messages": return try messages(call)
    case "groups": return try groups(call)
    case "photos", "docs": return try uploads(call)
    default: break
    }
    switch call.method {
    case "users.get": return users(call)
    case "utils.getServerTime": return .int(call.now)
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
