import AdapterKit
import CCurl
import EventModel

extension TransferRequest {
  /// The request that an answer sends this one on to; nil when the answer is the last word.
  func redirected(by response: TransferResponse) throws(SendFailure) -> TransferRequest? {
    guard followsRedirects, method == .get, [301, 302, 303, 307, 308].contains(response.status),
      let location = response.headers.value(of: "location")
    else { return nil }
    guard let target = Target(location, from: url), let address = WireText(target.url) else {
      throw .rejected(
        DeliveryError(.platformError, "A redirect leads to an address that cannot be called"))
    }
    var next = self
    next.url = address
    if target.origin != Target(url.text)?.origin {
      next.trust = .strangers
      next.headers.removeAll { !harmless.contains($0.name.text.lowercased()) }
    }
    return next
  }
}

/// An address taken apart as libcurl does it.
private struct Target {
  let url: String
  /// Scheme, host and port: whom headers were meant for.
  let origin: [String]

  /// Resolves a reference (RFC 3986) against the address where it was found; a name and a
  /// password in it are not taken.
  init?(_ reference: String, from base: WireText? = nil) {
    guard let parts = curl_url() else { return nil }
    defer { curl_url_cleanup(parts) }
    if let base {
      guard curl_url_set(parts, CURLUPART_URL, base.text, 0) == CURLUE_OK else { return nil }
    }
    let flags = UInt32(CURLU_URLENCODE | (base == nil ? 0 : CURLU_DISALLOW_USER))
    guard curl_url_set(parts, CURLUPART_URL, reference, flags) == CURLUE_OK,
      curl_url_set(parts, CURLUPART_FRAGMENT, nil, 0) == CURLUE_OK,
      let scheme = Self.part(CURLUPART_SCHEME, of: parts), ["http", "https"].contains(scheme),
      let host = Self.part(CURLUPART_HOST, of: parts),
      let port = Self.part(CURLUPART_PORT, of: parts, UInt32(CURLU_DEFAULT_PORT)),
      let url = Self.part(CURLUPART_URL, of: parts)
    else { return nil }
    self.url = url
    origin = [scheme, host.lowercased(), port]
  }

  private static func part(
    _ part: CURLUPart, of parts: OpaquePointer, _ flags: UInt32 = 0
  ) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(parts, part, &text, flags) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}

/// Headers that say nothing of us.
private let harmless: Set = ["accept", "if-range", "range", "user-agent"]
