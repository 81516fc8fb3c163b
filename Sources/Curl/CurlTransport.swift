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
    if request.trust == .strangers, !ccurl_is_sound_url(request.url.text) {
      throw .rejected(DeliveryError(.unknown, "The address is not one that may be called"))
    }
    return try await multi.ask { ticket, reply in .exchange(Order(ticket, request, reply)) }
  }

  package func open(_ endpoint: Endpoint) async throws(SendFailure) -> CurlStream {
    let (identity, opening) = try await multi.ask { ticket, reply in
      .open(Opening(ticket: ticket, endpoint: endpoint, reply: reply))
    }
    return CurlStream(identity, over: multi, opening: opening)
  }
}
