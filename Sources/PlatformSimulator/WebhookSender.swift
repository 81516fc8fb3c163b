/// Calls webhooks as the platforms do: what is due goes out, what was refused comes again later.
struct WebhookSender: Sendable {
  /// A post that is due: where it goes and what is to be done with the answer.
  fileprivate struct Errand: Sendable {
    var account: AccountID
    var url: String
    var headers: [(String, String)]
    var body: [UInt8]
    var patience: Duration
    var settle: @Sendable (inout World, WebhookReply) -> RequestParameters?
  }

  /// Even when nobody rings, due posts are looked for that often.
  private static let longestSleep: Duration = .seconds(5)

  let simulator: Simulator
  private let client = WebhookClient()

  init(simulator: Simulator) { self.simulator = simulator }

  func run() async {
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled {
        let rings = simulator.somethingChanged.rings
        let now = ContinuousClock.now
        let (errands, nextDueAt) = simulator.depart(at: now)
        for errand in errands { group.addTask { await deliver(errand) } }
        let deadline = now.advanced(by: Self.longestSleep)
        await simulator.somethingChanged.wait(
          after: rings, until: min(nextDueAt ?? deadline, deadline))
      }
      group.cancelAll()
    }
    client.close()
  }

  private func deliver(_ errand: Errand) async {
    var reply = WebhookReply(failure: "bad webhook address")
    if let address = WebhookAddress(errand.url) {
      reply = await client.post(
        errand.body, to: address, headers: errand.headers, patience: errand.patience)
    }
    let answer = reply
    let call = simulator.change(errand.account) { errand.settle(&$0, answer) }
    if let call, case .telegram(let token) = errand.account, let method = call.text("method") {
      _ = await simulator.telegram(token, method, call)
    }
  }
}

extension Simulator {
  /// Takes what may be posted now, and says when there will be more even if nothing happens.
  fileprivate func depart(
    at now: ContinuousClock.Instant
  ) -> (errands: [WebhookSender.Errand], nextDueAt: ContinuousClock.Instant?) {
    changeUnheard { world in
      var errands: [WebhookSender.Errand] = []
      for group in world.communities.keys { errands += world.callbacks(of: group, at: now) }
      for token in world.bots.keys { errands += world.posts(of: token, at: now) }
      let callbacks = world.communities.values.flatMap { $0.servers.values }
        .compactMap(\.deliveries.nextDueAt)
      let updates = world.bots.values.compactMap(\.updates.nextDueAt)
      return (errands, (callbacks + updates).min())
    }
  }
}

extension World {
  /// VK's posts that are due.
  fileprivate mutating func callbacks(
    of group: Int64, at now: ContinuousClock.Instant
  ) -> [WebhookSender.Errand] {
    guard let pace = communities[group]?.pace, let servers = communities[group]?.servers.keys else {
      return []
    }
    var errands: [WebhookSender.Errand] = []
    for server in Array(servers) {
      let url = communities[group]?.servers[server]?.url ?? ""
      let due =
        communities[group]?.servers[server]?.deliveries
        .depart(limit: pace.callbacksAtATime, at: now) ?? []
      for departure in due {
        let repeats = departure.failures
        errands.append(
          WebhookSender.Errand(
            account: .vk(group), url: url,
            headers: repeats > 0 ? [("X-Retry-Counter", String(repeats))] : [],
            body: departure.item.body, patience: pace.answerPatience
          ) { world, reply in
            world.communities[group]?.settle(departure, of: server, reply, at: .now)
            return nil
          })
      }
    }
    return errands
  }

  /// Telegram's posts that are due.
  fileprivate mutating func posts(
    of token: String, at now: ContinuousClock.Instant
  ) -> [WebhookSender.Errand] {
    guard let webhook = bots[token]?.webhook, let pace = bots[token]?.pace else { return [] }
    let due = bots[token]?.updates.depart(connections: webhook.connections, at: now) ?? []
    var headers = [("Accept-Encoding", "gzip, deflate")]
    if let secret = webhook.secret { headers.append(("X-Telegram-Bot-Api-Secret-Token", secret)) }
    return due.map { departure in
      WebhookSender.Errand(
        account: .telegram(token), url: webhook.url, headers: headers, body: departure.item.body,
        patience: pace.answerPatience
      ) { world, reply in
        let date = world.now.seconds
        return world.bots[token]?.settle(
          departure, of: webhook.generation, reply, at: .now, date: date)
      }
    }
  }
}
