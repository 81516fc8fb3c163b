import AdapterKit
import CCurl
import EventModel
import Foundation
import Testing

@testable import Curl

/// Strangers' addresses reach public hosts only.
@Suite(.timeLimit(.minutes(1)))
struct AddressGuardTests {
  /// A line of `ssrf-urls.txt`: what becomes of a URL, and what the resolver says about its host.
  struct Attempt: CustomTestStringConvertible {
    let verdict: String
    let url: String
    let testDescription: String
    let name: String?
    let addresses: String

    init?(_ line: Substring) {
      let fields = line.split(separator: "\t").map(String.init)
      guard !line.hasPrefix("#"), fields.count >= 3 else { return nil }
      (verdict, url, testDescription) = (fields[0], fields[1], "\(fields[1]) (\(fields[2]))")
      let resolving = fields.dropFirst(3).first?.split(separator: "=") ?? []
      name = resolving.first.map(String.init)
      addresses = resolving.last.map(String.init) ?? ""
    }

    static func all() throws -> [Attempt] {
      let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "ssrf-urls.txt")
      return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        .compactMap(Attempt.init)
    }
  }

  @Test func knowsAllAttempts() throws {
    #expect(try Attempt.all().count == 107)
  }

  @Test(arguments: try Attempt.all()) func judges(_ attempt: Attempt) throws {
    #expect(try verdict(on: attempt) == attempt.verdict)
  }

  @Test func opensNoSocketToAPrivateAddress() async throws {
    try await ScriptedServer.answering(by: .always(answer("200 OK"))) { server in
      var request = try TransferRequest(to: server)
      request.trust = .strangers
      let strange = request
      let failure = try await withCurl { curl in
        try await curl.failure(of: strange)
      }

      #expect(
        failure == .rejected(DeliveryError(.platformError, "The address is not a public one")))
      #expect(server.connections == 0)
    }
  }

  @Test func lendsNoKeptConnectionToStrangers() async throws {
    try await ScriptedServer.answering(by: .always(answer("200 OK"))) { server in
      let request = try TransferRequest(to: server)
      var stranger = request
      stranger.trust = .strangers
      let strange = stranger
      try await withCurl { curl in
        _ = try await curl.perform(request)
        let failure = try await curl.failure(of: strange)

        #expect(
          failure == .rejected(DeliveryError(.platformError, "The address is not a public one")))
        #expect(server.requests.count == 1)
      }
    }
  }

  @Test func neverTriesAUrlThatIsNotSound() async throws {
    var request = TransferRequest(.get, "http://user:word@hooks.example.com/")
    request.trust = .strangers
    let strange = request
    let failure = try await withCurl { curl in
      try await curl.failure(of: strange)
    }

    #expect(
      failure == .rejected(DeliveryError(.unknown, "The address is not one that may be called")))
  }

  /// Goes as far as to the socket, which is bound to loopback so that no packet leaves.
  private func verdict(on attempt: Attempt) throws -> String {
    #expect(ccurl_start() == CURLE_OK)
    guard ccurl_is_sound_url(attempt.url) else { return "deny-syntax" }
    let handle = try #require(CurlHandle())
    handle.setFoundation(CurlLimits(), protocols: "http,https")
    handle.guarding.pointee.public_only = true
    handle.set(CURLOPT_URL, attempt.url)
    handle.set(CURLOPT_INTERFACE, "host!127.0.0.1")
    let names = resolving(attempt)
    defer { curl_slist_free_all(names) }
    if let names { #expect(ccurl_set_list(handle.raw, CURLOPT_RESOLVE, names) == CURLE_OK) }

    let code = curl_easy_perform(handle.raw)
    if handle.guarding.pointee.refused_address { return "deny-address" }
    return [CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED].contains(code) ? "allow" : "\(code)"
  }

  /// What the resolver says, for the ports of both schemes and with or without the last dot.
  private func resolving(_ attempt: Attempt) -> UnsafeMutablePointer<curl_slist>? {
    guard let name = attempt.name else { return nil }
    let port = URLComponents(string: attempt.url)?.port.map(String.init)
    let bare = name.hasSuffix(".") ? String(name.dropLast()) : name
    var list: UnsafeMutablePointer<curl_slist>?
    for host in Set([name, bare]) {
      for port in port.map({ [$0] }) ?? ["80", "443"] {
        list = curl_slist_append(list, "\(host):\(port):\(attempt.addresses)")
      }
    }
    return list
  }
}
