import AdapterKit
import Curl
import Testing

/// Nobody is believed to be who he says without a certificate that we trust.
@Suite(.timeLimit(.minutes(1)))
struct CertificateTests {
  @Test func refusesACertificateThatNobodyVouchesFor() async throws {
    try await withServer { url, _ in
      let failure = try await withCurl { curl in
        try await curl.failure(of: TransferRequest(.post, url))
      }

      #expect(failure.isUnavailable)
      #expect(failure.error?.code == "curl_60")
    }
  }

  @Test func acceptsTheAuthoritiesOfTheConfiguration() async throws {
    try await withServer { url, limits in
      let response = try await withCurl(limits) { curl in
        try await curl.perform(TransferRequest(.get, url))
      }

      #expect(response.status == 200)
    }
  }

  @Test func refusesOldVersionsOfTLS() async throws {
    try await withServer("-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0") { url, limits in
      let failure = try await withCurl(limits) { curl in
        try await curl.failure(of: TransferRequest(.post, url))
      }

      #expect(failure.isUnavailable)
      #expect(failure.error?.code == "curl_35")
    }
  }

  /// Runs openssl's server, and gives limits under which its certificate is trusted.
  private func withServer(
    _ options: String..., body: (WireText, CurlLimits) async throws -> Void
  ) async throws {
    let certificates = try await Certificates()
    let port = try freePort()
    let arguments = [
      "s_server", "-www", "-quiet", "-accept", "127.0.0.1:\(port)",
      "-cert", certificates.certificate, "-key", certificates.key,
    ]
    var trusting = CurlLimits()
    trusting.authorities = certificates.certificate
    let limits = trusting
    let url = try #require(WireText("https://127.0.0.1:\(port)/"))
    try await running("/usr/bin/openssl", arguments + options, at: port) {
      try await body(url, limits)
    }
  }
}
