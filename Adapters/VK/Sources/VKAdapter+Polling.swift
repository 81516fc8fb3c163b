import AdapterKit
import EventModel
import JSON

extension VKAdapter: Polling {
  private static let stream: StreamName = "updates"
  /// VK holds the question that long when there is no news; it recommends 25 and allows 90.
  private static let wait = 25
  private static let timeout: Duration = .seconds(wait + 10)

  package var isPolled: Bool { settings.transport.isPolled }

  /// Asks Bots Long Poll for what is new; without a cursor it only finds out where to ask.
  package func poll(
    after cursor: PollCursor?, over transport: some Transport
  ) async throws(SendFailure) -> PollBatch {
    guard let server = cursor.flatMap({ VKPollServer(reading: $0.value) }) else {
      return PollBatch([], cursor: try await newServer(over: transport).cursor(Self.stream))
    }
    var request = TransferRequest(.get, try question(to: server))
    request.timeout = Self.timeout
    let answer = try await transport.perform(request)
    guard answer.status < 500 else {
      throw .unavailable(
        DeliveryError(.platformError, code: String(answer.status), "the poll server failed"))
    }
    let next = try await self.next(after: server, VKPollAnswer(answer.body), over: transport)
    return PollBatch(next.items, cursor: next.server.cursor(Self.stream))
  }

  /// What came, and where to ask next: a key that ran out keeps its place, lost history begins
  /// anew.
  private func next(
    after server: VKPollServer, _ answer: VKPollAnswer, over transport: some Transport
  ) async throws(SendFailure) -> (items: [WebhookReception.Kept], server: VKPollServer) {
    switch answer {
    case .news(let items, let ts): return (items, server.at(ts))
    case .historyLost(let ts): return ([], server.at(ts))
    case .keyExpired: return ([], try await newServer(over: transport).at(server.ts))
    case .allLost: return ([], try await newServer(over: transport))
    }
  }

  private func newServer(
    over transport: some Transport
  ) async throws(SendFailure) -> VKPollServer {
    let answer = try await api.make(aboutUs("groups.getLongPollServer"), over: transport)
    guard let server = VKPollServer(answer) else {
      throw .unavailable(DeliveryError(.platformError, "VK names no poll server"))
    }
    return server
  }

  /// VK says itself where to ask. Without TLS only where the configuration does without it, too.
  private func question(to server: VKPollServer) throws(SendFailure) -> WireText {
    let isAllowed =
      server.url.hasPrefix("https://")
      || server.url.hasPrefix("http://") && settings.apiBase.hasPrefix("http://")
    var form = VKForm()
    form.add("act", "a_check")
    form.add("key", server.key)
    form.add("ts", server.ts)
    form.add("wait", String(Self.wait))
    let mark = server.url.utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
    let text = server.url + mark + String(decoding: form.bytes, as: UTF8.self)
    guard isAllowed, let url = WireText(text) else {
      throw .rejected(DeliveryError(.platformError, "the poll server's address is not safe"))
    }
    return url
  }
}

/// Where to ask for news, by which key, and from where on; the text of a cursor.
struct VKPollServer {
  let url: String
  let key: String
  var ts: String

  /// `ts` is a text in one answer and a number in another.
  init?(_ view: JSONView) {
    guard let url = view["server"].nonEmpty, let key = view["key"].nonEmpty,
      let ts = view["ts"].text
    else { return nil }
    (self.url, self.key, self.ts) = (url, key, ts)
  }

  init?(reading cursor: String) {
    guard let view = try? JSONDocument(parsing: cursor.utf8).root else { return nil }
    self.init(view)
  }

  func at(_ ts: String) -> VKPollServer {
    var moved = self
    moved.ts = ts
    return moved
  }

  func cursor(_ stream: StreamName) -> PollCursor {
    let text = JSONFragment.object {
      $0.member("server", url)
      $0.member("key", key)
      $0.member("ts", ts)
    }
    return PollCursor(stream, String(decoding: text.bytes, as: UTF8.self))
  }
}

/// What a poll server answers.
enum VKPollAnswer {
  case news([WebhookReception.Kept], ts: String)
  case historyLost(ts: String)
  case keyExpired
  case allLost

  /// Answers without `ts` and answers that are no JSON have been seen; a new key mends both.
  init(_ body: [UInt8]) {
    guard let root = try? JSONDocument(parsing: body).root else {
      self = .keyExpired
      return
    }
    let ts = root["ts"].text
    switch (root["failed"].int, ts) {
    case (nil, let ts?): self = .news(Self.items(of: body), ts: ts)
    case (1, let ts?): self = .historyLost(ts: ts)
    case (3, _): self = .allLost
    default: self = .keyExpired
    }
  }

  /// Each update for itself, in the bytes in which it came.
  private static func items(of body: [UInt8]) -> [WebhookReception.Kept] {
    VKSpans.values(of: "updates", in: body).prefix(1)
      .flatMap { VKSpans.elements(of: $0, in: body) }
      .map { WebhookReception.Kept(body: Array(body[$0])) }
  }
}
