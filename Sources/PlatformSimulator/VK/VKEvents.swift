import JSON

/// What happened in a community, in the text that goes to whoever listens.
struct VKEvent: Hashable, Sendable {
  let id: String
  let type: String
  /// The event as Long Poll gives it out, without a secret.
  let text: JSONFragment

  init(_ json: JSONValue) {
    id = json["event_id"]?.string ?? ""
    type = json["type"]?.string ?? ""
    text = JSONFragment { $0.value(json) }
  }

  /// The body of a callback post: the same text with the server's secret as its last member.
  func body(secret: String) -> [UInt8] {
    guard !secret.isEmpty else { return text.bytes }
    let last = JSONFragment { $0.value(secret) }
    return text.bytes.dropLast() + Array(",\"secret\":".utf8) + last.bytes + Array("}".utf8)
  }
}

/// The events of a community for Bots Long Poll, and the keys under which they may be read.
struct VKLongPoll: Sendable {
  /// Events in one answer.
  private static let largestBatch = 100

  private let firstNumber: Int
  private var events: Recent<VKEvent>
  private var keys = 0
  var switches = VKSwitches(everything: true)

  init(firstNumber: Int64, limit: Int) {
    self.firstNumber = Int(firstNumber)
    events = Recent(limit: limit)
  }

  /// The number behind the newest event.
  var ts: Int { firstNumber + events.total }

  /// The key of today; the time of the start keeps it apart from those of an earlier simulator.
  var key: String { hexDigits(of: "lp", UInt64(firstNumber), UInt64(keys), count: 40) }

  mutating func append(_ event: VKEvent) {
    if switches[event.type] { events.append(event) }
  }

  /// Lets the key run out, so that the next poll is told `failed: 2`.
  mutating func expireKey() { keys += 1 }

  /// The answer to a poll; nil when there is nothing to tell yet.
  func answer(key: String?, ts text: String?) -> JSONFragment? {
    guard key == self.key else { return .object { $0.member("failed", 2) } }
    guard let from = text.flatMap({ Int($0) }), from <= ts else {
      return .object { $0.member("failed", 3) }
    }
    guard from >= firstNumber + events.dropped else { return lost }
    let batch = events.dropping(from - firstNumber).prefix(Self.largestBatch)
    return batch.isEmpty ? nil : answer(ts: from + batch.count, batch.map(\.text))
  }

  /// The answer when the wait was for nothing.
  var nothing: JSONFragment { answer(ts: ts, []) }

  /// The answer to one who missed events: a number that he may go on from.
  var lost: JSONFragment {
    .object {
      $0.member("failed", 1)
      $0.member("ts", ts)
    }
  }

  private func answer(ts: Int, _ updates: [JSONFragment]) -> JSONFragment {
    .object {
      $0.member("ts", String(ts))
      $0.member("updates", updates)
    }
  }
}

/// Which types of event are told to a listener.
struct VKSwitches: Hashable, Sendable {
  private var isOnByDefault: Bool
  private var exceptions: [String: Bool] = [:]

  init(everything: Bool) { isOnByDefault = everything }

  subscript(_ type: String) -> Bool {
    get { exceptions[type] ?? isOnByDefault }
    set { exceptions[type] = newValue }
  }

  /// Takes over the switches that a `set…Settings` call names.
  mutating func set(from parameters: RequestParameters) {
    for (name, value) in parameters.values where value == "0" || value == "1" {
      if Self.types.contains(name) { self[name] = value == "1" }
    }
  }

  var json: JSONValue {
    .object(Self.types.map { .init($0, .int(self[$0] ? 1 : 0)) })
  }

  /// The types that the settings methods name (vk-api-schema, MIT, Copyright (c) 2016 VK.com).
  static let types = [
    "message_new", "message_reply", "message_edit", "message_allow", "message_deny",
    "message_typing_state", "message_event", "message_read", "message_reaction_event",
    "photo_new", "audio_new", "video_new", "wall_reply_new", "wall_reply_edit",
    "wall_reply_delete", "wall_reply_restore", "wall_post_new", "wall_repost", "board_post_new",
    "board_post_edit", "board_post_delete", "board_post_restore", "photo_comment_new",
    "photo_comment_edit", "photo_comment_delete", "photo_comment_restore", "video_comment_new",
    "video_comment_edit", "video_comment_delete", "video_comment_restore", "market_comment_new",
    "market_comment_edit", "market_comment_delete", "market_comment_restore", "market_order_new",
    "market_order_edit", "poll_vote_new", "group_join", "group_leave", "group_change_settings",
    "group_change_photo", "group_officers_edit", "user_block", "user_unblock", "lead_forms_new",
    "like_add", "like_remove", "vkpay_transaction", "donut_subscription_create",
    "donut_subscription_prolonged", "donut_subscription_cancelled",
    "donut_subscription_expired", "donut_subscription_price_changed", "donut_money_withdraw",
    "donut_money_withdraw_error",
  ]
}

/// Hex digits that look random and are not: the same input gives the same digits.
func hexDigits(of salt: String, _ numbers: UInt64..., count: Int) -> String {
  var state: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in salt.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
  for number in numbers { state = (state ^ number) &* 0x9E37_79B9_7F4A_7C15 }
  var digits = ""
  while digits.count < count {
    state ^= state >> 29
    state = state &* 0xBF58_476D_1CE4_E5B9 &+ 1
    let word = String(state >> 32, radix: 16)
    digits += String(repeating: "0", count: max(0, 8 - word.count)) + word
  }
  return String(digits.prefix(count))
}
