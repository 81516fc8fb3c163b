import AdapterKit

extension VKSettings {
  /// A request to an address that came from VK.
  ///
  /// Without TLS only where the configuration does without it, too; to a private host only when
  /// that is the host of `api_base` itself.
  func request(to address: String) -> TransferRequest? {
    let isAllowed =
      address.hasPrefix("https://")
      || address.hasPrefix("http://") && apiBase.hasPrefix("http://")
    guard isAllowed, let url = WireText(address) else { return nil }
    var request = TransferRequest(.get, url)
    request.trust = isOurs(address) ? .configured : .strangers
    return request
  }

  private func isOurs(_ address: String) -> Bool {
    let host = Self.host(of: address)
    return host != nil && host == Self.host(of: apiBase)
  }

  /// Nil where one might read two hosts.
  private static func host(of address: String) -> String? {
    guard let start = address.firstRange(of: "://")?.upperBound else { return nil }
    let authority = address[start...].prefix { !"/?#".contains($0) }
    guard !authority.contains("@"), !authority.contains("\\") else { return nil }
    guard !authority.hasPrefix("[") else {
      return authority.firstIndex(of: "]").map { authority[...$0].lowercased() }
    }
    let host = authority.prefix { $0 != ":" }
    return host.isEmpty ? nil : host.lowercased()
  }
}
