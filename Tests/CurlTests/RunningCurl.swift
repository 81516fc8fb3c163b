import AdapterKit
import Curl
import Testing

/// Runs libcurl for as long as `body` works with it.
func withCurl<Value: Sendable>(
  _ limits: CurlLimits = CurlLimits(), _ body: (CurlTransport) async throws -> Value
) async throws -> Value {
  let multi = CurlMulti(limits)
  return try await withThrowingTaskGroup { group in
    group.addTask { try await multi.run() }
    defer { group.cancelAll() }
    return try await body(CurlTransport(over: multi))
  }
}

/// How something failed that had to fail.
func failed(_ work: () async throws -> some Sendable) async throws -> SendFailure {
  do {
    _ = try await work()
  } catch let failure as SendFailure {
    return failure
  }
  throw NoFailure()
}

extension CurlTransport {
  /// How a request failed that had to fail.
  func failure(of request: TransferRequest) async throws -> SendFailure {
    try await failed { try await perform(request) }
  }
}

private struct NoFailure: Error {}

extension TransferRequest {
  init(to server: ScriptedServer, _ path: String = "/", posting body: String? = nil) throws {
    let url = try #require(WireText("http://127.0.0.1:\(server.port)\(path)"))
    self.init(body == nil ? .get : .post, url)
    if let body { self.body = .bytes(Array(body.utf8), contentType: "application/json") }
  }
}
