import AdapterKit
import Testing

@testable import Curl

/// What of a request goes on to another host.
struct RedirectedRequestTests {
  @Test(arguments: [
    ("https://files.example.com/a", "https://files.example.com/b", true),
    ("https://files.example.com/a", "//FILES.example.com:443/b", true),
    ("https://files.example.com/a", "https://files.example.com:8443/b", false),
    ("https://files.example.com/a", "http://files.example.com/b", false),
    ("https://files.example.com/a", "https://example.com/b", false),
    ("https://files.example.com/a", "https://files.example.com.evil.org/b", false),
  ])
  func keepsItsHeadersAndTrustForTheSameOriginOnly(
    _ from: String, _ to: String, _ isSame: Bool
  ) throws {
    var request = TransferRequest(.get, try #require(WireText(from)))
    request.followsRedirects = true
    request.headers = [("Authorization", "Bearer x"), ("X-Token", "y"), ("range", "bytes=0-9")]
    let response = TransferResponse(
      status: 302, headers: [WireHeader("Location", to)], body: [])
    let next = try #require(try request.redirected(by: response))

    #expect(next.headers.count == (isSame ? 3 : 1))
    #expect(next.trust == (isSame ? .configured : .strangers))
  }
}
