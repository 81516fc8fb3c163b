import JSON
import NIOCore
import NIOHTTP1

/// A consumer of the daemon's API.
struct APIClient: Sendable {
  let client: LoopbackClient

  init(port: Int) {
    client = LoopbackClient(port: port, headers: [("Authorization", "Bearer \(Secrets.apiKey)")])
  }

  /// An answer that a caller of the API did not expect.
  struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ answer: LoopbackClient.Answer, to request: String) {
      description = "\(request) was answered with \(answer.status): \(answer.text)"
    }
  }

  func ask(_ path: String) async throws -> LoopbackClient.Answer {
    try await client.get(path)
  }

  func get(_ path: String) async throws -> JSONValue {
    let answer = try await ask(path)
    guard answer.status == 200 else { throw Unexpected(answer, to: path) }
    return try answer.json
  }

  func post(
    _ path: String, _ body: JSONValue, key: String? = nil
  ) async throws -> LoopbackClient.Answer {
    let headers = key.map { [("Idempotency-Key", $0)] } ?? []
    return try await client.post(
      path, JSONWriter.bytes(of: body), headers + [("Content-Type", "application/json")])
  }

  /// Every event that happened, oldest first, page by page.
  func events(_ filter: String = "") async throws -> [JSONValue] {
    var events: [JSONValue] = []
    var path = "/v1/events?order=asc&limit=200\(filter)"
    while true {
      let page = try await get(path)
      events += page["items"]?.elements ?? []
      guard let next = page["next_cursor"]?.string else { return events }
      path = "/v1/events?order=asc&limit=200\(filter)&after=\(next)"
    }
  }

  /// What the API shows of a channel.
  func channel(_ name: String) async throws -> JSONValue? {
    try await get("/v1/channels")["channels"]?.elements.first { $0["name"]?.string == name }
  }

  func health(of channel: String) async throws -> JSONValue? {
    try await self.channel(channel)?["health"]
  }

  /// Shows `see` the changes behind a place as they come, until it has enough or the connection
  /// ends.
  func follow(
    after last: Int64, _ see: @escaping @Sendable (Change) -> Enough
  ) async throws -> Enough {
    try await client.exchange(.GET, "/v1/stream", [("Last-Event-ID", "\(last)")]) { _, parts in
      var reader = ChangeReader()
      while let part = try await parts.next() {
        guard case .body(let piece) = part else { continue }
        let changes = reader.read(piece.readableBytesView)
        if changes.contains(where: { see($0) == .yes }) { return .yes }
      }
      return .no
    }
  }

  /// Whether a reader of the stream has seen what it waits for.
  enum Enough: Sendable { case yes, no }
}
