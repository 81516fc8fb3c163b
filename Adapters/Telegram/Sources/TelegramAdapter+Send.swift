import AdapterKit
import EventModel
import JSON
import Settings

extension TelegramAdapter {
  /// Makes the planned call; there is nothing by which Telegram would drop a second one.
  ///
  /// What it refused, and so did not do, may be asked for in another way at once.
  package func send(
    _ part: Part, with files: [ReadyFile], over transport: some AdapterKit.Transport
  ) async throws(SendFailure) -> PartReceipt {
    guard let call = BotCall(part.request) else {
      throw .rejected(DeliveryError(.unknown, "the part is no call of ours"))
    }
    guard files.count >= part.files.count else {
      throw .rejected(DeliveryError(.uploadFailed, "a file of the part is missing"))
    }
    try check(files)
    do throws(SendFailure) {
      return try await make(call, files, over: transport)
    } catch {
      if await isOfMethod(error, over: transport), let refusal = error.error {
        throw .rejected(DeliveryError(.platformError, code: refusal.code, refusal.reason))
      }
      guard let other = OtherWay(after: error, call, files) else { throw error }
      return try await make(other.call, other.files, over: transport)
    }
  }

  /// A 404 is the token's, unless the server knows us: then the method is newer than it is.
  private func isOfMethod(
    _ failure: SendFailure, over transport: some AdapterKit.Transport
  ) async -> Bool {
    guard case .unauthorized(let error) = failure, error.code == "404" else { return false }
    do throws(SendFailure) {
      _ = try await call("getMe", over: transport)
      return true
    } catch {
      return false
    }
  }

  private func check(_ files: [ReadyFile]) throws(SendFailure) {
    for ready in files where ready.reference == nil {
      let size = ready.file.size
      guard size <= largestUpload else {
        throw .rejected(
          DeliveryError(.fileTooLarge, "a file of \(size) bytes: Telegram takes \(largestUpload)"))
      }
      guard ready.use.purpose != MediaKind.photo.rawValue || size <= TelegramLimits.photo else {
        throw .without(
          .fileAsDocument,
          DeliveryError(
            .fileTooLarge, "a photo of \(size) bytes: Telegram takes \(TelegramLimits.photo)"))
      }
    }
  }

  private func make(
    _ call: BotCall, _ files: [ReadyFile], over transport: some AdapterKit.Transport
  ) async throws(SendFailure) -> PartReceipt {
    let body = CallBody(call, files)
    var request = try request(call.method, body.body)
    // At 64 KiB a second at least.
    request.timeout = .seconds(30 + min(body.size >> 16, 3600))
    let result = try await result(of: request, over: transport)
    return SendAnswer(result, to: call).receipt
  }

  /// Calls a method and gives what it returns.
  func call(
    _ method: String, _ body: JSONFragment = .object { _ in },
    over transport: some AdapterKit.Transport
  ) async throws(SendFailure) -> JSONView {
    try await result(of: request(method, body), over: transport)
  }

  func result(
    of request: TransferRequest, over transport: some AdapterKit.Transport
  ) async throws(SendFailure) -> JSONView {
    let answer = try await answer(to: request, over: transport)
    guard let root = try? JSONDocument(parsing: answer).root, root["result"].exists else {
      throw .uncertain(DeliveryError(.platformError, "the answer has no result"))
    }
    return root["result"]
  }

  /// A method's request.
  func request(_ method: String, _ body: JSONFragment) throws(SendFailure) -> TransferRequest {
    try request(method, .bytes(body.bytes, contentType: "application/json"))
  }

  /// The token is part of the address and of nothing else.
  func request(
    _ method: String, _ body: TransferRequest.Body
  ) throws(SendFailure) -> TransferRequest {
    guard let url = WireText("\(apiBase)/bot\(token.reveal())/\(method)") else {
      throw .rejected(DeliveryError(.unknown, "the address of the API holds control characters"))
    }
    var request = TransferRequest(.post, url, body: body, secrets: secrets)
    request.timeout = .seconds(30)
    return request
  }

  /// What no error may tell.
  var secrets: [Secret] { [token] + (webhookSecret.map { [$0] } ?? []) }

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
