import AdapterKit
import Crypto
import EventModel
import HTTPTypes
import Hummingbird
import JSON
import Store

/// A request that changes something, read whole.
struct WriteRequest: Sendable {
  let bytes: [UInt8]
  let caller: Caller
  /// The `:id` of the path.
  let identifier: String
  let idempotency: Idempotency?
  let headers: HTTPFields

  /// The body, which must be there.
  func json() throws(APIProblem) -> JSONView { try RequestBytes.parsed(bytes) }

  /// The body of a request that may do without one.
  func jsonIfAny() throws(APIProblem) -> JSONView {
    try RequestBytes.parsed(bytes.isEmpty ? Array("{}".utf8) : bytes)
  }

  /// What the store is to keep beside the write; nil when its caller will not repeat it.
  func answerForRepeats(
    _ answer: @escaping @Sendable (Event) -> KeptAnswer
  ) -> AnswerForRepeats? {
    idempotency.map { AnswerForRepeats(to: $0, answer) }
  }

  /// Who does it, where the body does not say.
  var sender: Sender { Sender(.user, id: caller.name) }
}

/// Does a write once: a repeat under the same key is told what the first was.
struct Once: Sendable {
  let store: any Store

  typealias Write = @Sendable (WriteRequest) async throws -> Response

  /// Answers a repeat, else has the write done.
  ///
  /// - Parameter isDry: nothing is going to change, and keys do not count.
  func answer(
    _ request: Request, _ context: APIContext, isDry: Bool = false, _ write: Write
  ) async throws -> Response {
    let bytes = try await RequestBytes.collect(request)
    let idempotency = isDry ? nil : try Idempotency(request, of: context.caller, bytes)
    if let idempotency, let known = try await store.answer(to: idempotency) {
      return try Self.response(to: known)
    }
    return try await write(
      WriteRequest(
        bytes: bytes, caller: context.caller, identifier: context.identifier,
        idempotency: idempotency, headers: request.headers))
  }

  /// The answer to a write that is done, kept for repeats.
  func done(
    _ status: HTTPResponse.Status = .ok, _ body: JSONFragment, to request: WriteRequest,
    headers: HTTPFields = [:]
  ) async throws -> Response {
    if let idempotency = request.idempotency {
      try await store.keep(KeptAnswer(status, body), for: idempotency)
    }
    return Response(status: status, json: body.bytes, headers: headers)
  }

  /// The answer to a write that the store has accepted, and keeps by itself.
  static func response(to acceptance: Acceptance) throws(APIProblem) -> Response {
    switch acceptance {
    case .accepted(let answer):
      return Response(status: .init(code: answer.status), json: answer.body)
    case .replayed(let answer):
      return Response(
        status: .init(code: answer.status), json: answer.body,
        headers: [.idempotencyReplayed: "true"])
    case .keyReused:
      throw APIProblem(.keyReused, "take another Idempotency-Key for another request")
    }
  }
}

extension KeptAnswer {
  init(_ status: HTTPResponse.Status, _ body: JSONFragment) {
    self.init(status: status.code, body: body.bytes)
  }
}

extension Idempotency {
  private static let longestKey = 255

  /// The caller's mark on a request; nil when it bears none.
  fileprivate init?(_ request: Request, of caller: Caller, _ body: [UInt8]) throws(APIProblem) {
    guard let key = request.headers[.idempotencyKey] else { return nil }
    guard !key.isEmpty, key.unicodeScalars.count <= Self.longestKey else {
      throw APIProblem(.invalid, "an Idempotency-Key has 1 to \(Self.longestKey) characters")
    }
    let query = request.uri.query.map { "?\($0)" } ?? ""
    self.init(
      apiKey: caller.name, key: key, route: "\(request.method) \(request.uri.path)\(query)",
      bodyHash: Array(SHA256.hash(data: body)))
  }
}

extension Response {
  /// What was lost on the way, in the header that says so.
  func lost(_ degradations: [Degradation]) -> Response {
    guard !degradations.isEmpty else { return self }
    var response = self
    response.headers[.degraded] = degradations.map(\.rawValue).joined(separator: ", ")
    return response
  }
}
