import JSON

/// The control API as methods, for whoever runs a simulator in his own process.
extension Simulator {
  /// A control call's HTTP status and what it answered.
  package struct ControlAnswer: Hashable, Sendable {
    package var status: Int
    package var body: JSONValue
  }

  /// Does what a request to the control API does (see `ControlRoutes`), for example
  /// `try await control("vk/222000111/messages", ["from": 1, "text": "hi"])`.
  ///
  /// Without a body it reads, with one it posts. The path begins behind `/_sim/`.
  package func control(_ path: String, _ body: JSONValue? = nil) async throws(JSONError)
    -> ControlAnswer
  {
    let halves = path.split(separator: "?", maxSplits: 1).map(String.init)
    let request = IncomingRequest(
      isPost: body != nil, isDelete: false,
      path: ["_sim"] + (halves.first ?? "").split(separator: "/").map(String.init),
      query: halves.count > 1 ? halves[1] : "", body: body?.bytes ?? [],
      contentType: "application/json", token: nil)
    guard case .response(let reply) = await control(request) else {
      return ControlAnswer(status: 0, body: .null)
    }
    return ControlAnswer(status: reply.status, body: try JSONValue(parsing: reply.body))
  }

  /// A person writes to a community, in a private dialog or in a chat.
  @discardableResult
  package func writeToVK(
    _ group: Int64, from person: Int64, _ text: String, chat: Int64? = nil
  ) -> VKMessage? {
    change(.vk(group)) { world in
      let order = JSONValue.members([
        "from": .int(person), "text": .string(text), "chat": chat.map { .int($0) },
      ])
      let now = world.now.seconds
      return order.view.flatMap { world.communities[group]?.push($0, at: now) }
    }
  }

  /// A person writes to a bot, in a private chat or in a group.
  @discardableResult
  package func writeToTelegram(
    _ bot: String, from person: Int64, _ text: String, chat: Int64? = nil
  ) -> TelegramMessage? {
    guard let token = look({ $0.token(ofBot: bot) }) else { return nil }
    return change(.telegram(token)) { world in
      let order = JSONValue.members([
        "from": .int(person), "text": .string(text), "chat": chat.map { .int($0) },
      ])
      let now = world.now.seconds
      return order.view.flatMap { world.bots[token]?.push($0, at: now)?.message }
    }
  }

  /// All messages that exist in a community's dialogs, those of one peer after those of another.
  package func messages(ofCommunity group: Int64) -> [VKMessage] {
    look { world in
      let conversations = world.communities[group]?.conversations ?? [:]
      return conversations.sorted { $0.key < $1.key }.flatMap { Array($0.value.messages) }
        .filter { !$0.isDeleted }
    }
  }

  /// All messages that exist in a bot's chats, those of one chat after those of another.
  package func messages(ofBot bot: String) -> [TelegramMessage] {
    look { world in
      let chats = world.token(ofBot: bot).flatMap { world.bots[$0]?.chats } ?? [:]
      return chats.sorted { $0.key < $1.key }.flatMap { Array($0.value.messages) }
        .filter { !$0.isDeleted }
    }
  }

  /// The calls that came behind the given one.
  package func calls(after order: Int = 0, method: String? = nil) -> [LoggedCall] {
    look { $0.calls.calls(after: order, method: method) }
  }

  /// Lets the next calls of a community go wrong.
  package func play(_ fault: Fault, onCommunity group: Int64) {
    _ = changeUnheard { $0.communities[group]?.misbehavior.faults.add(fault) }
  }

  /// Lets the next calls of a bot go wrong.
  package func play(_ fault: Fault, onBot bot: String) {
    guard let token = look({ $0.token(ofBot: bot) }) else { return }
    _ = changeUnheard { $0.bots[token]?.misbehavior.faults.add(fault) }
  }

  /// How many posts to webhooks of all accounts have not been answered as they should be.
  package var deliveriesWaiting: Int {
    look { world in
      let callbacks = world.communities.values.flatMap(\.servers.values).map(\.deliveries.count)
      let updates = world.bots.values.filter(\.updates.arePosted).map(\.updates.count)
      return (callbacks + updates).reduce(0, +)
    }
  }
}

extension JSONValue {
  /// The value as readers see it.
  fileprivate var view: JSONView? { try? JSONDocument(parsing: bytes).root }
}
