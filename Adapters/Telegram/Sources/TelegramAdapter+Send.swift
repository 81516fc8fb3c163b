import AdapterKit
import EventModel
import JSON
import Settings

extension TelegramAdapter {
  /// Makes the planned call; there is nothing by which Telegram would drop a second one.
  package func send(
    _ part: Part, with files: [ReadyFile], over transport: some AdapterKit.Transport
  ) async throws(SendFailure) -> PartReceipt {
    guard let plan = try? part.request.parsed(), let method = plan["method"].nonEmpty else {
      throw .rejected(DeliveryError(.unknown, "the part is no call of ours"))
    }
    let result = try await call(method, JSONFragment(plan["parameters"]), over: transport)
    return PartReceipt(
      Self.keys(in: result), sentAt: result["date"].int.map { Timestamp(seconds: $0) })
  }

  /// A Message, or the array of them that an album gives.
  private static func keys(in result: JSONView) -> [MessageKey] {
    let messages = result.kind == .array ? Array(result.elements) : [result]
    return messages.compactMap { message in
      guard let id = message["message_id"].text, let chat = message["chat"]["id"].text else {
        return nil
      }
      let space = MessageView.space(message["business_connection_id"].nonEmpty, chat)
      return MessageKey(space: space, id: id)
    }
  }

  /// Calls a method and gives what it returns.
  func call(
    _ method: String, _ body: JSONFragment = .object { _ in },
    over transport: some AdapterKit.Transport
  ) async throws(SendFailure) -> JSONView {
    let answer = try await answer(to: request(method, body), over: transport)
    guard let root = try? JSONDocument(parsing: answer).root, root["result"].exists else {
      throw .uncertain(DeliveryError(.platformError, "the answer has no result"))
    }
    return root["result"]
  }

  /// A method's request; the token is part of its address and of nothing else.
  func request(_ method: String, _ body: JSONFragment) throws(SendFailure) -> TransferRequest {
    guard let url = WireText("\(apiBase)/bot\(token.reveal())/\(method)") else {
      throw .rejected(DeliveryError(.unknown, "the address of the API holds control characters"))
    }
    var request = TransferRequest(
      .post, url, body: .bytes(body.bytes, contentType: "application/json"),
      secrets: [token] + (webhookSecret.map { [$0] } ?? []))
    request.timeout = .seconds(30)
    return request
  }

  /// The bytes of an answer that says `ok`; anything else is a failure.
  func answer(
    to request: TransferRequest, over transport: some AdapterKit.Transport
  ) async throws(SendFailure) -> [UInt8] {
    let response = try await transport.perform(request)
    let root = try? JSONDocument(parsing: response.body).root
    if (200..<300).contains(response.status), root?["ok"].bool == true { return response.body }
    throw Trouble(response, root, secrets: request.secrets).failure
  }
}
