import JSON

extension Simulator {
  /// The control API of a community.
  func controlVK(
    _ group: Int64, _ topic: String, _ request: IncomingRequest, _ query: RequestParameters
  ) async -> Answer {
    switch topic {
    case "ledger": return .json(look { $0.ledger(ofGroup: group, query) })
    case "log":
      return .json(look { $0.communities[group]?.log(query) ?? .null })
    default: break
    }
    guard request.isPost, let order = try? JSONDocument(parsing: request.body).root else {
      return .refused("a POST with a JSON body is needed")
    }
    if topic == "callback" { return await setCallback(of: group, order) }
    let done = change(.vk(group)) { world -> JSONValue? in
      let now = world.now.seconds
      switch topic {
      case "messages": return world.communities[group]?.push(order, at: now)?.logged
      case "presses": return world.communities[group]?.press(order, at: now)
      case "events":
        return ["event_id": .string(world.communities[group]?.push(rawEvent: order) ?? "")]
      case "chats": return world.communities[group]?.arrange(order)
      case "comments": return world.communities[group]?.comment(order, at: now)
      case "settings": return world.communities[group]?.set(order)
      case "people": return world.communities[group]?.meet(order)
      default: return nil
      }
    }
    return done.map { .json($0) } ?? .refused("\(topic): nothing that could be done")
  }

  /// Adds a callback server to which every event goes, and waits for the handshake.
  private func setCallback(of group: Int64, _ order: JSONView) async -> Answer {
    let id = change(.vk(group)) { $0.communities[group]?.setCallback(order) }
    guard let id else { return .refused("url is missing, or there are ten servers already") }
    let deadline = ContinuousClock.now.advanced(by: settings.pace.answerPatience)
    let status = await wait(for: .vk(group), until: deadline) { world in
      world.communities[group]?.servers[id].flatMap { $0.status == .wait ? nil : $0.status }
    }
    return .json(["server_id": .int(id), "status": .string((status ?? .wait).rawValue)])
  }
}

extension VKCommunity {
  /// `{url, secret}` begins the handshake; with `"confirm": false` it counts as done.
  fileprivate mutating func setCallback(_ order: JSONView) -> Int64? {
    guard let url = order["url"].nonEmpty else { return nil }
    guard let id = try? addServer(url: url, secret: order["secret"].string ?? "") else {
      return nil
    }
    servers[id]?.switches = VKSwitches(everything: true)
    servers[id]?.apiVersion = order["api_version"].nonEmpty ?? "5.199"
    if order["confirm"].bool == false {
      servers[id]?.status = .ok
      servers[id]?.deliveries = DeliveryLanes()
    }
    return id
  }

  /// Puts a person in or changes him: `id`, and if wanted `first_name`, `last_name`, `username`,
  /// `is_denied` (he forbade the community to write to him) or `refuses` (the error that a send to
  /// him gets: 900, 902, 18 …; 0 ends it).
  mutating func meet(_ order: JSONView) -> JSONValue? {
    guard let id = order["id"].int else { return nil }
    people[id] = Person(
      id: id, firstName: order["first_name"].string ?? people[id]?.firstName ?? "Имя\(id)",
      lastName: order["last_name"].string ?? people[id]?.lastName ?? "",
      username: order["username"].nonEmpty ?? people[id]?.username)
    if let code = order["refuses"].int {
      refusals[id] = code == 0 ? nil : Int(clamping: code)
      return people[id]?.vkJSON
    }
    let isDenied = order["is_denied"].bool ?? false
    if isDenied != (refusals[id] == 901) { change(id, isDenied: isDenied) }
    return people[id]?.vkJSON
  }

  /// A person forbids the community to write to him or allows it again, which VK tells.
  private mutating func change(_ person: Int64, isDenied: Bool) {
    if isDenied {
      refusals[person] = 901
      emit("message_deny", ["user_id": .int(person)])
    } else {
      refusals[person] = nil
      emit("message_allow", ["user_id": .int(person), "key": ""])
    }
  }

  /// Opens a chat or changes it: `id` (a chat's number or peer id), and if wanted `refuses` (the
  /// error that a send to it gets: 917, 945, 983 …; 0 ends it) and `is_admin` (without it the
  /// community may not pin).
  mutating func arrange(_ order: JSONView) -> JSONValue? {
    guard let peer = peer(order["id"]), peer > VKMessage.firstChatPeer else { return nil }
    open(peer)
    if let code = order["refuses"].int { refusals[peer] = code == 0 ? nil : Int(clamping: code) }
    if let isAdmin = order["is_admin"].bool { plainChats.set(peer, !isAdmin) }
    return ["peer_id": .int(peer)]
  }

  /// The community's settings: `bot_capabilities` (without it keyboards get error 912).
  mutating func set(_ order: JSONView) -> JSONValue? {
    guard let isOn = order["bot_capabilities"].bool else { return nil }
    mayUseKeyboards = isOn
    return ["bot_capabilities": .bool(isOn)]
  }
}

extension World {
  /// The calls of a community and all that is in its conversations.
  fileprivate func ledger(ofGroup group: Int64, _ query: RequestParameters) -> JSONValue {
    guard let community = communities[group] else { return .null }
    let chats = community.conversations.sorted { $0.key < $1.key }.map { peer, conversation in
      JSONValue.members([
        "peer_id": .int(peer), "messages_total": .int(conversation.messages.total),
        "messages": .array(conversation.messages.map(\.logged)),
      ])
    }
    let presses = community.presses.all.map { id, press in
      JSONValue.members([
        "event_id": .string(id), "user_id": .int(press.userID), "answer": press.answer.json,
      ])
    }
    let waiting = community.servers.values.reduce(0) { $0 + $1.deliveries.count }
    return callsJSON(account: String(group), query).merging([
      "chats": .array(chats), "presses": .array(presses),
      "comments": .array(community.comments.map(\.logged)), "deliveries_waiting": .int(waiting),
      "callback_servers": .array(community.servers.values.sorted { $0.id < $1.id }.map(\.json)),
    ])
  }
}
