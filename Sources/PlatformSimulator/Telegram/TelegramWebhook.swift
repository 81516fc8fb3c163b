import JSON

/// Where a bot's updates are posted, and how that went.
struct TelegramWebhook: Sendable {
  static let mostConnections: Int64 = 100

  var url: String
  var secret: String?
  var connections: Int
  var address: String
  var hasCertificate: Bool
  var lastErrorAt: Int64?
  var lastError: String?
  /// Which setWebhook made it: posts that an earlier one sent off are no longer its business.
  var generation: Int
}

extension TelegramBot {
  mutating func setWebhook(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    guard let url = call["url"] else { return deleteWebhook(call) }
    guard WebhookAddress(url) != nil else {
      throw .badRequest("bad webhook: the simulator calls loopback addresses by http only")
    }
    let secret = call["secret_token"]
    try Self.check(secret: secret)
    let connections = min(
      max(1, call.int("max_connections") ?? 40), TelegramWebhook.mostConnections)
    setAllowed(call)
    dropIfAsked(call)
    let hasCertificate = call.parameters.file("certificate") != nil
    let isSame =
      webhook.map { ($0.url, $0.secret, $0.hasCertificate) == (url, secret, hasCertificate) }
      ?? false
    if isSame, webhook?.connections == Int(connections) {
      return TelegramResult(true, "Webhook is already set")
    }
    listener += 1
    webhook = TelegramWebhook(
      url: url, secret: secret, connections: Int(connections),
      address: call["ip_address"] ?? "127.0.0.1",
      hasCertificate: hasCertificate, generation: listener)
    updates.beginPosting()
    return TelegramResult(true, "Webhook was set")
  }

  mutating func deleteWebhook(_ call: TelegramCall) -> TelegramResult {
    dropIfAsked(call)
    guard webhook != nil else { return TelegramResult(true, "Webhook is already deleted") }
    webhook = nil
    updates.endPosting()
    return TelegramResult(true, "Webhook was deleted")
  }

  var webhookInfo: JSONValue {
    .members([
      "url": .string(webhook?.url ?? ""),
      "has_custom_certificate": .bool(webhook?.hasCertificate ?? false),
      "pending_update_count": .int(updates.count),
      "max_connections": webhook.map { .int($0.connections) },
      "ip_address": webhook.map { .string($0.address) },
      "last_error_date": webhook?.lastErrorAt.map { .int($0) },
      "last_error_message": webhook?.lastError.json,
      "allowed_updates": updates.allowed.map { .array($0.sorted().map(JSONValue.string)) },
    ])
  }

  /// Takes over `allowed_updates`: nothing at all keeps the old ones, names that nobody knows are
  /// skipped, and a list without any known name means the default.
  mutating func setAllowed(_ call: TelegramCall) {
    guard case .array(let list) = call.json("allowed_updates"),
      list.allSatisfy({ $0.string != nil })
    else { return }
    let known = Set(list.compactMap(\.string)).intersection(TelegramUpdate.kinds)
    updates.allowed = known.isEmpty ? nil : known
  }

  private mutating func dropIfAsked(_ call: TelegramCall) {
    if call.parameters.flag("drop_pending_updates") { updates.removeAll() }
  }

  private static func check(secret: String?) throws(TelegramError) {
    guard let secret else { return }
    guard secret.utf8.count <= 256 else { throw .badRequest("secret token is too long") }
    let isAllowed = secret.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard isAllowed else { throw .badRequest("secret token contains unallowed characters") }
  }

  // MARK: Posting

  /// Ends a post by what the webhook answered; returns the method that stood in the answer, if any.
  mutating func settle(
    _ departure: DeliveryLanes<TelegramUpdate>.Departure, of generation: Int,
    _ reply: WebhookReply, at now: ContinuousClock.Instant, date: Int64
  ) -> RequestParameters? {
    guard webhook?.generation == generation else { return nil }
    guard !reply.isSuccess else {
      updates.settle(departure.lane, .done, at: now)
      return reply.call
    }
    webhook?.lastErrorAt = date
    webhook?.lastError = reply.problem
    let wait = reply.retryAfter ?? wait(after: departure.failures)
    let isTooLate = now.advanced(by: wait) > departure.item.expiresAt
    updates.settle(departure.lane, isTooLate ? .done : .again(after: wait), at: now)
    return nil
  }

  /// At once, then twice as long each time up to the longest wait.
  private func wait(after failures: Int) -> Duration {
    guard failures > 0 else { return .zero }
    let doublings = 1 << min(failures - 1, 20)
    return min(pace.firstWebhookWait * doublings, pace.longestWebhookWait)
  }
}
