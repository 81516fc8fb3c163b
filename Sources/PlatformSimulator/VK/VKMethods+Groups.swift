import JSON

extension VKCommunity {
  mutating func groups(_ call: VKCall) throws(VKError) -> JSONValue {
    switch call.method {
    case "groups.getById": return ["groups": [groupJSON], "profiles": []]
    case "groups.getTokenPermissions": return tokenPermissions
    case "groups.getLongPollServer":
      return [
        "key": .string(longPoll.key), "server": .string("\(base)/lp/\(account.groupID)"),
        "ts": .string(String(longPoll.ts)),
      ]
    case "groups.getLongPollSettings":
      return ["is_enabled": true, "api_version": "5.199", "events": longPoll.switches.json]
    case "groups.setLongPollSettings":
      longPoll.switches.set(from: call.parameters)
      return 1
    case "groups.getCallbackConfirmationCode": return ["code": .string(account.confirmationCode)]
    default: return try callbackServers(call)
    }
  }

  private mutating func callbackServers(_ call: VKCall) throws(VKError) -> JSONValue {
    switch call.method {
    case "groups.getCallbackServers":
      let wanted = call.parameters.ints("server_ids")
      let items = servers.values.filter { wanted.isEmpty || wanted.contains($0.id) }
        .sorted { $0.id < $1.id }.map(\.json)
      return ["count": .int(items.count), "items": .array(items)]
    case "groups.addCallbackServer":
      return ["server_id": .int(try addServer(call))]
    case "groups.editCallbackServer":
      let id = try server(of: call)
      servers[id]?.url = call["url"] ?? ""
      servers[id]?.title = call["title"] ?? ""
      servers[id]?.secret = call["secret_key"] ?? ""
      confirm(id)
      return 1
    case "groups.deleteCallbackServer":
      servers[try server(of: call)] = nil
      return 1
    case "groups.getCallbackSettings":
      let server = servers[try server(of: call)]
      return [
        "api_version": .string(server?.apiVersion ?? ""), "events": server?.switches.json ?? [:],
      ]
    case "groups.setCallbackSettings":
      let id = try server(of: call)
      servers[id]?.switches.set(from: call.parameters)
      servers[id]?.apiVersion = call["api_version"] ?? "5.199"
      return 1
    default: throw .known(3)
    }
  }

  private mutating func addServer(_ call: VKCall) throws(VKError) -> Int64 {
    guard let url = call["url"], let title = call["title"], title.count <= 14 else {
      throw .parameter("url and title of at most 14 characters are required")
    }
    return try addServer(url: url, title: title, secret: call["secret_key"] ?? "")
  }

  private func server(of call: VKCall) throws(VKError) -> Int64 {
    let id = try call.required("server_id")
    guard servers[id] != nil else { throw .parameter("server_id is invalid") }
    return id
  }

  private var tokenPermissions: JSONValue {
    let names = ["photos": 4, "docs": 131_072, "messages": 4096, "manage": 262_144, "wall": 8192]
    let listed = names.sorted { $0.value < $1.value }
    return [
      "mask": .int(names.values.reduce(0, +)),
      "permissions": .array(
        listed.map { ["name": .string($0.key), "setting": .int($0.value)] }),
    ]
  }

  private var groupJSON: JSONValue {
    let photo = "https://vk.com/images/community_200.png"
    return [
      "id": .int(account.groupID), "name": .string(account.name),
      "screen_name": .string(account.screenName), "is_closed": 0, "type": "page",
      "photo_50": .string(photo), "photo_100": .string(photo), "photo_200": .string(photo),
    ]
  }
}
