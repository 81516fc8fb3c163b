import JSON
import NIOHTTP1

/// What a desk asks for that leaves us, and how it learns what became of it.
extension APIClient {
  typealias Answer = LoopbackClient.Answer

  func call(
    _ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil, key: String? = nil
  ) async throws -> Answer {
    let headers = key.map { [("Idempotency-Key", $0)] } ?? []
    return try await client.ask(
      method, path, headers + (body == nil ? [] : [("Content-Type", "application/json")]),
      body.map { JSONWriter.bytes(of: $0) } ?? [])
  }

  /// The event that a send made.
  func accepted(_ body: JSONValue, in dialog: String, key: String? = nil) async throws -> JSONValue
  {
    let path = "/v1/dialogs/\(dialog)/messages"
    let answer = try await post(path, body, key: key)
    guard answer.status == 202, let event = try answer.json["event"] else {
      throw Unexpected(answer, to: path)
    }
    return event
  }

  /// An answer that tells that it was done; another one fails the test.
  func done(_ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil) async throws
    -> JSONValue
  {
    let answer = try await call(method, path, body)
    guard (200..<300).contains(answer.status) else { throw Unexpected(answer, to: path) }
    return answer.body.isEmpty ? .null : try answer.json
  }

  func event(_ id: String) async throws -> JSONValue { try await get("/v1/events/\(id)") }

  /// The steps of a message, oldest first.
  func checkpoints(of id: String) async throws -> [JSONValue] {
    let answer = try await get("/v1/messages/\(id)/checkpoints")
    return answer["checkpoints"]?.elements ?? answer["items"]?.elements ?? answer.elements
  }

  /// The message when nothing more happens to it by itself.
  func ended(_ id: String) async throws -> JSONValue {
    try await eventually("message \(id) has come to its end") { try await event(id).isOver }
    return try await event(id)
  }

  /// Puts a file into the daemon and gives its description.
  func uploads(_ bytes: [UInt8], named name: String, as type: String) async throws -> JSONValue {
    let answer = try await upload(bytes, named: name, as: type)
    guard answer.status == 201 else { throw Unexpected(answer, to: "/v1/attachments") }
    return try answer.json
  }

  func upload(_ bytes: [UInt8], named name: String, as type: String) async throws -> Answer {
    let border = "e2e-border-7d6c5b4a"
    let head =
      "--\(border)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n"
      + "Content-Type: \(type)\r\n\r\n"
    return try await client.post(
      "/v1/attachments", Array(head.utf8) + bytes + Array("\r\n--\(border)--\r\n".utf8),
      [("Content-Type", "multipart/form-data; boundary=\(border)")])
  }

  /// Every version that was streamed, in its order.
  func changes() async throws -> [JSONValue] {
    var changes: [JSONValue] = []
    var last: Int64 = 0
    while true {
      let page = try await get("/v1/stream/poll?after=\(last)&limit=200")
      let items = page["items"]?.elements ?? []
      guard !items.isEmpty, let next = page["last_seq"]?.int else { return changes }
      changes += items
      last = next
    }
  }
}

extension JSONValue {
  var isOver: Bool { sending == "sent" || sending == "failed" || isUncertain }
  var version: Int64 { self["event_version"]?.int ?? 0 }
  var errorType: String? { self["error"]?["error_type"]?.string }
  var tags: [String] { self["tags"]?.elements.compactMap(\.string) ?? [] }
}
