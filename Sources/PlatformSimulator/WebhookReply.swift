/// What a webhook answered to a post, or why there is no answer.
struct WebhookReply: Hashable, Sendable {
  /// The HTTP status; nil when there was no whole answer.
  var status: Int?
  var body: [UInt8] = []
  var contentType = ""
  var retryAfterText: String?
  /// Why there is no answer.
  var failure: String?

  var isSuccess: Bool { status.map { (200...299).contains($0) } ?? false }
  var text: String { String(decoding: body, as: UTF8.self) }

  /// How Telegram tells the bot's owner what went wrong.
  var problem: String {
    guard let status else { return failure ?? "Connection closed" }
    return "Wrong response from the webhook: \(status)"
  }

  /// The pause that the answer asks for, in seconds; a date is not understood.
  var retryAfter: Duration? {
    retryAfterText.flatMap { Int64($0) }.flatMap {
      (0...10_800).contains($0) ? .seconds($0) : nil
    }
  }

  /// The method call that a webhook of Telegram may answer with.
  var call: RequestParameters? {
    guard !body.isEmpty else { return nil }
    let parameters = RequestParameters(query: "", body: body, contentType: contentType)
    return parameters.text("method") == nil ? nil : parameters
  }
}

/// Where a webhook listens: plain HTTP on this machine, because the simulator calls nobody else.
struct WebhookAddress: Hashable, Sendable {
  var host: String
  var port: Int
  /// Path and query.
  var target: String

  init?(_ url: String) {
    guard url.hasPrefix("http://") else { return nil }
    let rest = url.dropFirst("http://".count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let isIPv6 = authority.hasPrefix("[::1]")
    let host = isIPv6 ? "[::1]" : String(authority.prefix { $0 != ":" })
    let isIPv4 = host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    guard host == "localhost" || isIPv4 || isIPv6 else { return nil }
    let port = authority.dropFirst(host.count)
    guard port.isEmpty || port.first == ":" else { return nil }
    self.host = isIPv6 ? "::1" : host
    self.port = port.isEmpty ? 80 : Int(port.dropFirst()) ?? 0
    guard (1...65_535).contains(self.port) else { return nil }
    let path = rest.dropFirst(authority.count)
    target = path.hasPrefix("/") ? String(path) : "/\(path)"
    guard target.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
  }
}
