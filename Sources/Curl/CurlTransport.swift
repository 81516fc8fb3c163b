import AdapterKit
import CCurl
import EventModel

/// Carries requests and conversations by libcurl.
package struct CurlTransport: Transport {
  private let multi: CurlMulti

  /// Works while `multi` runs.
  package init(over multi: CurlMulti) {
    self.multi = multi
  }

  package func perform(_ request: TransferRequest) async throws(SendFailure) -> TransferResponse {
    let deadline = ContinuousClock.now + request.timeout
    var response = try await exchange(request)
    var last = request
    for _ in 0..<mostRedirects {
      guard var next = try last.redirected(by: response) else { return response }
      next.timeout = deadline - .now
      do {
        response = try await exchange(next)
      } catch .rejected(let error) {
        let reason = "After a redirect: \(error.reason)"
        throw .rejected(DeliveryError(error.kind, code: error.code, reason))
      }
      last = next
    }
    guard try last.redirected(by: response) == nil else {
      throw .rejected(
        DeliveryError(.platformError, "There are more than \(mostRedirects) redirects"))
    }
    return response
  }

  package func open(_ endpoint: Endpoint) async throws(SendFailure) -> CurlStream {
    let (identity, opening) = try await multi.ask { ticket, reply in
      .open(Opening(ticket: ticket, endpoint: endpoint, reply: reply))
    }
    return CurlStream(identity, over: multi, opening: opening)
  }

  /// One request and its answer.
  private func exchange(
    _ request: TransferRequest
  ) async throws(SendFailure) -> TransferResponse {
    if request.trust == .strangers, !ccurl_is_sound_url(request.url.text) {
      throw .rejected(DeliveryError(.unknown, "The address is not one that may be called"))
    }
    return try await multi.ask { ticket, reply in .exchange(Order(ticket, request, reply)) }
  }
}

private let mostRedirects = 5
