import JSON

/// What a `messages.send` asks for, checked.
struct VKSend: Sendable {
  static let longestText = 4096
  private static let mostPeers = 100
  private static let mostAttachments = 10
  private static let longestPayload = 1000

  var peers: [Int64]
  /// With `peer_ids` the answer is an array with an entry for each peer.
  var answersByPeer: Bool
  var randomID: Int64
  var text: String
  var keyboard: JSONValue?
  var payload: String?
  var forward: VKForward?
  var attachments: String?
  var options: JSONValue

  init(_ call: VKCall) throws(VKError) {
    guard let randomID = call.parameters.int("random_id"), Int32(exactly: randomID) != nil else {
      throw .parameter("random_id is a required parameter")
    }
    self.randomID = randomID
    guard call["user_ids"] == nil else { throw .parameter("user_ids is deprecated, use peer_ids") }
    let several = call.parameters.ints("peer_ids")
    answersByPeer = !several.isEmpty
    peers = answersByPeer ? several : Self.onePeer(call).map { [$0] } ?? []
    guard (1...Self.mostPeers).contains(peers.count) else {
      throw .parameter("you should specify peer_id, user_id, domain, chat_id or user_ids param")
    }
    text = call["message"] ?? ""
    payload = call["payload"]
    guard (payload?.count ?? 0) <= Self.longestPayload else {
      throw .parameter("payload is too long")
    }
    attachments = call["attachment"]
    forward = try VKForward(call)
    let hasMore = attachments != nil || call["sticker_id"] != nil || call["lat"] != nil
    guard !text.isEmpty || hasMore || forward?.isReply == false else {
      throw .parameter("message is empty or invalid")
    }
    try Self.check(text: text)
    try Self.check(attachments: attachments)
    keyboard = try VKKeyboard.checked(call["keyboard"])
    guard (call["intent"] ?? "default") == "default" else { throw .known(943) }
    options = try Self.options(of: call, text: text)
  }

  private static func onePeer(_ call: VKCall) -> Int64? {
    if let chat = call.parameters.int("chat_id") {
      return chat.addingReportingOverflow(VKMessage.firstChatPeer).partialValue
    }
    return call.parameters.int("peer_id") ?? call.parameters.int("user_id")
  }

  static func check(text: String) throws(VKError) {
    guard text.utf16.count <= longestText else { throw .known(914) }
  }

  static func check(attachments: String?) throws(VKError) {
    guard (attachments ?? "").split(separator: ",").count <= mostAttachments else {
      throw .parameter("attachment: too many attachments")
    }
  }

  /// What a send or an edit says besides text and attachments.
  static func options(of call: VKCall, text: String) throws(VKError) -> JSONValue {
    .members([
      "format_data": try format(call["format_data"], of: text),
      "template": JSONValue(text: call["template"]),
      "sticker_id": call.parameters.int("sticker_id").map { .int($0) },
      "lat": call["lat"].json, "long": call["long"].json,
      "dont_parse_links": call.parameters.flag("dont_parse_links") ? true : nil,
      "disable_mentions": call.parameters.flag("disable_mentions") ? true : nil,
      "content_source": JSONValue(text: call["content_source"]),
    ])
  }

  /// `{"version": 1, "items": [{"type", "offset", "length"}]}`, within the text.
  private static func format(_ data: String?, of text: String) throws(VKError) -> JSONValue? {
    guard let data else { return nil }
    guard let format = JSONValue(text: data), case .array(let items) = format["items"] else {
      throw .parameter("format_data is invalid")
    }
    let end = Int64(text.utf16.count)
    for item in items {
      guard let offset = item["offset"]?.int, let length = item["length"]?.int,
        item["type"]?.string != nil, (0...end).contains(offset), length > 0, length <= end - offset
      else { throw .parameter("format_data: items are invalid") }
    }
    return format
  }

  /// The entry of a peer that was not written to.
  static func entry(refusing peer: Int64, _ error: VKError) -> JSONValue {
    [
      "peer_id": .int(peer), "message_id": 0, "conversation_message_id": 0,
      "error": error.perRecipient,
    ]
  }
}

/// What a send forwards or answers: `forward` of today, or `reply_to` and `forward_messages`.
struct VKForward: Hashable, Sendable {
  private static let most = 100

  /// Where the messages are; nil is the peer that is written to.
  var peer: Int64?
  var numbers: [Int64] = []
  /// Message ids of private dialogs, for those who do not know the conversation's numbers.
  var ids: [Int64] = []
  var isReply: Bool

  init?(_ call: VKCall) throws(VKError) {
    if let text = call["forward"] {
      guard let forward = JSONValue(text: text), case .object = forward else {
        throw .parameter("forward is invalid")
      }
      let listed = forward["conversation_message_ids"] ?? forward["cmids"]
      numbers = listed?.elements.compactMap(\.int) ?? []
      if let one = listed?.int { numbers = [one] }
      ids = forward["message_ids"]?.elements.compactMap(\.int) ?? []
      peer = forward["peer_id"]?.int
      isReply = ["1", "true"].contains(forward["is_reply"]?.jsonText)
      guard !isReply || numbers.count + ids.count == 1 else {
        throw .parameter("forward: is_reply needs one message")
      }
    } else if let id = call.parameters.int("reply_to") {
      ids = [id]
      isReply = true
    } else {
      ids = call.parameters.ints("forward_messages")
      isReply = false
    }
    guard !(numbers + ids).isEmpty else { return nil }
    guard numbers.count + ids.count <= Self.most else { throw .known(913) }
  }
}
