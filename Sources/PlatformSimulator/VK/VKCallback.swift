import JSON

/// A callback server of a community: where its events are posted.
struct VKCallbackServer: Sendable {
  /// As `groups.getCallbackServers` tells it.
  enum Status: String, Sendable { case unconfigured, failed, wait, ok }

  let id: Int64
  var url: String
  var title = ""
  var secret = ""
  var status = Status.wait
  var apiVersion = "5.199"
  var switches = VKSwitches(everything: false)
  var deliveries = DeliveryLanes<VKDelivery>()

  var json: JSONValue {
    [
      "id": .int(id), "title": .string(title), "creator_id": 500_100_900, "url": .string(url),
      "secret_key": .string(secret), "status": .string(status.rawValue),
    ]
  }
}

/// One post to a callback server.
struct VKDelivery: Sendable {
  enum Purpose: Hashable, Sendable { case confirmation, event }

  var purpose: Purpose
  var body: [UInt8]
}

extension VKCommunity {
  /// VK allows ten servers to a community.
  private static let mostServers = 10

  /// Adds a server; VK asks it for the confirmation code at once.
  mutating func addServer(
    url: String, title: String = "", secret: String = ""
  ) throws(VKError) -> Int64 {
    guard servers.count < Self.mostServers else { throw .known(2000) }
    lastServer += 1
    servers[lastServer] = VKCallbackServer(id: lastServer, url: url, title: title, secret: secret)
    confirm(lastServer)
    return lastServer
  }

  /// Asks a server for the confirmation code.
  mutating func confirm(_ id: Int64) {
    servers[id]?.status = .wait
    let event = VKEvent(envelope(type: "confirmation", object: nil))
    deliver(.confirmation, event, to: id)
  }

  /// Queues an event for every server that wants it and has been confirmed.
  mutating func post(_ event: VKEvent) {
    for id in servers.keys.sorted() {
      guard servers[id]?.status == .ok, servers[id]?.switches[event.type] == true else { continue }
      deliver(.event, event, to: id)
    }
  }

  /// A lane for each post: a refused one does not hold the others back.
  private mutating func deliver(_ purpose: VKDelivery.Purpose, _ event: VKEvent, to server: Int64) {
    guard let secret = servers[server]?.secret,
      (servers[server]?.deliveries.count ?? 0) < limits.waitingUpdates
    else { return }
    lastDelivery += 1
    let delivery = VKDelivery(purpose: purpose, body: event.body(secret: secret))
    servers[server]?.deliveries.append(delivery, lane: String(lastDelivery))
  }

  /// Ends a post by what the server answered.
  mutating func settle(
    _ departure: DeliveryLanes<VKDelivery>.Departure, of id: Int64, _ reply: WebhookReply,
    at now: ContinuousClock.Instant
  ) {
    let text = reply.isSuccess ? reply.text : nil
    var settlement = DeliveryLanes<VKDelivery>.Settlement.done
    switch departure.item.purpose {
    case .confirmation:
      servers[id]?.status = text == account.confirmationCode ? .ok : .failed
    case .event where text == "remove":
      servers[id] = nil
    case .event where text?.hasPrefix("version ") == true:
      servers[id]?.apiVersion = String((text ?? "").dropFirst("version ".count))
    case .event where text != "ok":
      settlement = repeated(departure.failures, reply)
    case .event: break
    }
    servers[id]?.deliveries.settle(departure.lane, settlement, at: now)
  }

  private func repeated(
    _ failures: Int, _ reply: WebhookReply
  ) -> DeliveryLanes<VKDelivery>.Settlement {
    guard failures < pace.callbackRepeats.count else { return .done }
    return .again(after: reply.retryAfter ?? pace.callbackRepeats[failures])
  }
}
