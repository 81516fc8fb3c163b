import JSON

/// The control API, all in JSON, for whoever plays the people on the other side.
///
/// Below `/_sim/vk/{group}/` and `/_sim/tg/{bot}/` (a bot is named by username, id or token):
///
/// | request | does |
/// |---|---|
/// | `POST messages` | a person writes: see `push` of `VKCommunity` and `TelegramBot` |
/// | `POST presses` | a person presses a button: see `press` of both |
/// | `POST people` | puts a person in or changes one: see `meet` of both |
/// | `POST chats` | opens or changes a chat: see `arrange` of both |
/// | `POST settings` (VK) | `{bot_capabilities}`: whether keyboards may be sent |
/// | `POST comments` (VK) | a person comments: see `comment` of `VKCommunity` |
/// | `POST connections` (Telegram) | a business account: see `connect` of `TelegramBot` |
/// | `POST events` (VK) | an event as it is; what its envelope lacks is added |
/// | `POST updates` (Telegram) | an update as it is; without `update_id` it gets the next one |
/// | `POST callback` (VK) | `{url, secret, api_version, confirm}`: every event is posted there |
/// | `POST faults` | a rule of `Fault`, or an array of them; `DELETE faults` forgets all |
/// | `POST limits` | `RateLimits`, in place of the old ones; `DELETE limits` ends them |
/// | `GET limits` | for each window: calls, refused ones, the peak, and how far over how often |
/// | `GET held` | the calls that a `hold_before` or `hold_after` holds |
/// | `POST release` | `{method, count, drop}`: lets them go, or with `drop` hangs up on them |
/// | `GET ledger` | calls and chats as they are; `?after=N&method=M` picks calls |
/// | `GET log` | chats without ids and times, the same for two clients that did the same |
///
/// And for all accounts together `GET /_sim` (who is there) and `GET /_sim/ledger` (all calls).
/// `callback` answers when the handshake is over; with `"confirm": false` there is none. What
/// cannot be done is answered with 400 and `{"error": …}`, an unknown account with 404. A `file` in
/// a message is read by `FileDraft`; it may be one that cannot be fetched.
extension Simulator {
  func control(_ request: IncomingRequest) async -> Answer {
    let path = request.path.dropFirst()
    let query = RequestParameters(query: request.query)
    switch (path.count, path.first) {
    case (0, _): return .json(look { $0.summary })
    case (1, "ledger"):
      return .json(look { $0.callsJSON(account: nil, query) })
    case (3, "vk"):
      guard let group = Int64(request.path[2]), look({ $0.communities[group] != nil }) else {
        return .refused("no such community", status: 404)
      }
      if let answer = control(.vk(group), request.path[3], request) { return answer }
      return await controlVK(group, request.path[3], request, query)
    case (3, "tg"):
      guard let token = look({ $0.token(ofBot: request.path[2]) }) else {
        return .refused("no such bot", status: 404)
      }
      if let answer = control(.telegram(token), request.path[3], request) { return answer }
      return controlTelegram(token, request.path[3], request, query)
    default: return .refused("no such path", status: 404)
    }
  }
}

extension Answer {
  static func refused(_ problem: String, status: Int = 400) -> Answer {
    .json(["error": .string(problem)], status: status)
  }
}

extension World {
  fileprivate var summary: JSONValue {
    let vk = communities.keys.sorted().map { JSONValue.int($0) }
    let tg = bots.values.map(\.account.username).sorted().map(JSONValue.string)
    return ["vk": .array(vk), "tg": .array(tg), "calls_total": .int(calls.total)]
  }

  /// The calls of one account, or of all.
  func callsJSON(account: String?, _ query: RequestParameters) -> JSONValue {
    let after = Int(clamping: max(0, query.int("after") ?? 0))
    let found = calls.calls(after: after, account: account, method: query.text("method"))
    return ["calls": .array(found.map(\.json)), "calls_total": .int(calls.total)]
  }
}
