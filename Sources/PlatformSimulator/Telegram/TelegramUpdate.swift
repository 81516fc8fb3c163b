import JSON

/// One update as it goes out, with the queue it waits in and the time until which it is of use.
struct TelegramUpdate: Sendable {
  var id: Int64
  var kind: String
  /// Updates of one queue reach a webhook in order, one at a time.
  var queue: String
  var expiresAt: ContinuousClock.Instant
  /// The whole text, `{"update_id":N,` and a line feed first, as Telegram's servers write it.
  var body: [UInt8]

  init(
    id: Int64, kind: String, object: JSONValue, queue: String, at now: ContinuousClock.Instant
  ) {
    self.id = id
    self.kind = kind
    self.queue = queue
    expiresAt = now.advanced(by: Self.life(of: kind))
    body =
      Array("{\"update_id\":\(id),\n\"\(kind)\":".utf8) + asciiJSON(object.bytes) + Array("}".utf8)
  }

  /// Takes a text as it is.
  init(id: Int64, kind: String, verbatim body: [UInt8], at now: ContinuousClock.Instant) {
    self.id = id
    self.kind = kind
    self.body = body
    queue = "raw"
    expiresAt = now.advanced(by: Self.life(of: kind))
  }

  /// How long Telegram keeps trying.
  private static func life(of kind: String) -> Duration {
    switch kind {
    case "callback_query", "shipping_query", "pre_checkout_query": .seconds(150)
    case "inline_query": .seconds(30)
    case "chosen_inline_result": .seconds(600)
    default: .seconds(86_400)
    }
  }

  /// Kinds that only those get who ask for them by name.
  static let onlyOnRequest: Set<String> = [
    "chat_member", "message_reaction", "message_reaction_count",
  ]

  /// The kinds of Bot API 10.3.
  static let kinds: Set<String> = [
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
    "business_message", "edited_business_message", "deleted_business_messages",
    "message_reaction", "message_reaction_count", "inline_query", "chosen_inline_result",
    "callback_query", "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll",
    "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost",
    "removed_chat_boost", "managed_bot", "guest_message", "subscription",
    "stopped_message_generation",
  ]
}

/// The updates of one bot, read by getUpdates or posted to its webhook, never both.
struct TelegramUpdates: Sendable {
  /// Updates in one getUpdates answer, as documented.
  private static let largestBatch: Int64 = 100

  /// The kinds that are given out; nil is Telegram's default.
  var allowed: Set<String>?
  private var waiting = Queue<TelegramUpdate>()
  private var lanes: DeliveryLanes<TelegramUpdate>?
  /// Updates that no getUpdates has shown yet are not confirmed by any offset.
  private var shown: Set<Int64> = []

  var count: Int { lanes?.count ?? waiting.count }

  func wants(_ kind: String) -> Bool {
    allowed?.contains(kind) ?? !TelegramUpdate.onlyOnRequest.contains(kind)
      || !TelegramUpdate.kinds.contains(kind)
  }

  mutating func append(_ update: TelegramUpdate) {
    if lanes == nil { waiting.append(update) } else { lanes?.append(update, lane: update.queue) }
  }

  mutating func removeAll() {
    waiting = Queue()
    shown = []
    if lanes != nil { lanes = DeliveryLanes() }
  }

  // MARK: getUpdates

  /// Forgets what is below the offset, and returns what comes next, up to `limit`.
  mutating func read(
    offset: Int64, limit: Int64, at now: ContinuousClock.Instant
  ) -> [TelegramUpdate] {
    if offset < 0 {
      let excess = Int64(waiting.count).addingReportingOverflow(offset).partialValue
      for _ in 0..<Swift.max(0, excess) { waiting.popFirst() }
    }
    while let first = waiting.first,
      first.expiresAt < now || shown.contains(first.id) && first.id < offset
    {
      waiting.popFirst()
      shown.remove(first.id)
    }
    let batch = waiting.prefix(Int(Swift.min(Swift.max(1, limit), Self.largestBatch)))
    shown.formUnion(batch.map(\.id))
    return Array(batch)
  }

  // MARK: Webhook

  /// Whether they are posted to a webhook.
  var arePosted: Bool { lanes != nil }

  /// Hands what waits to the webhook's queues.
  mutating func beginPosting() {
    var lanes = DeliveryLanes<TelegramUpdate>()
    for update in lanesOrWaiting { lanes.append(update, lane: update.queue) }
    waiting = Queue()
    shown = []
    self.lanes = lanes
  }

  /// Takes back what was not delivered, so that getUpdates finds it.
  mutating func endPosting() {
    let left = lanesOrWaiting
    lanes = nil
    waiting = Queue()
    for update in left { waiting.append(update) }
  }

  private var lanesOrWaiting: [TelegramUpdate] {
    lanes.map { $0.items.sorted { $0.id < $1.id } } ?? Array(waiting)
  }

  var nextDueAt: ContinuousClock.Instant? { lanes?.nextDueAt }

  mutating func depart(
    connections: Int, at now: ContinuousClock.Instant
  ) -> [DeliveryLanes<TelegramUpdate>.Departure] {
    let loaded = connections.multipliedReportingOverflow(by: 2).partialValue
    return lanes?.depart(limit: connections, loaded: loaded, at: now) ?? []
  }

  mutating func settle(
    _ lane: String, _ settlement: DeliveryLanes<TelegramUpdate>.Settlement,
    at now: ContinuousClock.Instant
  ) {
    lanes?.settle(lane, settlement, at: now)
  }
}
