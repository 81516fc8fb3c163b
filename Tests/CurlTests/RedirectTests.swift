import AdapterKit
import Curl
import EventModel
import ProgramTesting
import Settings
import Testing

/// A GET goes where it is sent, but not everywhere.
@Suite(.timeLimit(.minutes(1)))
struct RedirectTests {
  @Test(arguments: ["301 Moved", "302 Found", "303 Other", "307 Temporary", "308 Permanent"])
  func followsWithinTheSameHost(_ status: String) async throws {
    let script = ScriptedServer.Script {
      $0.hasPrefix("GET /a/first")
        ? [answer(status, "elsewhere", headers: ["Location: ../second?x=1#part"])]
        : [answer("200 OK", "here")]
    }
    try await ScriptedServer.answering(by: script) { server in
      let response = try await followed(try TransferRequest(to: server, "/a/first"))

      #expect(response.body == Array("here".utf8))
      #expect(server.requests.last?.hasPrefix("GET /second?x=1 HTTP/1.1\r\n") == true)
      #expect(server.requests.last?.contains("X-Token: abc") == true)
    }
  }

  @Test func staysWhereItIsUnlessItIsToldTo() async throws {
    let script = ScriptedServer.Script.always(answer("302 Found", headers: ["Location: /b"]))
    try await ScriptedServer.answering(by: script) { server in
      let request = try TransferRequest(to: server)
      var post = try TransferRequest(to: server, posting: "{}")
      post.followsRedirects = true
      let posting = post
      let responses = try await withCurl { curl in
        [try await curl.perform(request), try await curl.perform(posting)]
      }

      #expect(responses.map(\.status) == [302, 302])
      #expect(server.requests.count == 2)
    }
  }

  @Test func endsALoop() async throws {
    let script = ScriptedServer.Script.always(answer("302 Found", headers: ["Location: /"]))
    try await ScriptedServer.answering(by: script) { server in
      let failure = try await failed { try await followed(try TransferRequest(to: server)) }

      #expect(
        failure == .rejected(DeliveryError(.platformError, "There are more than 5 redirects")))
      #expect(server.requests.count == 6)
    }
  }

  /// What a configured host names is a stranger's word.
  @Test(arguments: ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0"])
  func goesToNoPrivateAddress(_ host: String) async throws {
    try await ScriptedServer.answering(by: .always(answer("200 OK", "secret"))) { inner in
      let script = ScriptedServer.Script.always(
        answer("302 Found", headers: ["Location: http://\(host):\(inner.port)/"]))
      try await ScriptedServer.answering(by: script) { outer in
        let failure = try await failed { try await followed(try TransferRequest(to: outer)) }

        #expect(
          failure
            == .rejected(
              DeliveryError(
                .platformError, "After a redirect: The address is not a public one")))
        #expect(inner.connections == 0)
      }
    }
  }

  @Test(arguments: [
    "file:///etc/passwd", "ftp://example.com/", "gopher://example.com/", "http://",
    "http://a:b@example.com/", "//a:b@example.com/", "javascript:alert(1)",
  ])
  func goesToNothingButWebAddresses(_ location: String) async throws {
    let script = ScriptedServer.Script.always(
      answer("302 Found", headers: ["Location: \(location)"]))
    try await ScriptedServer.answering(by: script) { server in
      let failure = try await failed { try await followed(try TransferRequest(to: server)) }

      #expect(failure.rejection?.reason.contains("redirect") == true)
      #expect(server.requests.count == 1)
    }
  }

  @Test func writesTheLastAnswerToTheFileAndNoneBefore() async throws {
    let script = ScriptedServer.Script {
      $0.hasPrefix("GET / ")
        ? [answer("302 Found", "elsewhere", headers: ["Location: /file"])]
        : [answer("200 OK", "here")]
    }
    let folder = try ScratchFolder()
    defer { folder.remove() }
    try await ScriptedServer.answering(by: script) { server in
      var request = try TransferRequest(to: server)
      request.destination = .file("\(folder.path)/file", atMost: 100)
      let response = try await followed(request)

      #expect(response.file?.size == 4)
      #expect(try contents(of: "\(folder.path)/file") == "here")
    }
  }

  @Test func hasOneTimeForAllHops() async throws {
    let script = ScriptedServer.Script {
      $0.hasPrefix("GET / ") ? [answer("302 Found", headers: ["Location: /slow"])] : []
    }
    try await ScriptedServer.answering(by: script) { server in
      var request = try TransferRequest(to: server)
      request.timeout = .seconds(1)
      let brief = request
      let start = ContinuousClock.now
      let failure = try await failed { try await followed(brief) }

      #expect(failure.error?.kind == .timeout)
      #expect(ContinuousClock.now - start < .seconds(20))
    }
  }

  private func followed(_ request: TransferRequest) async throws -> TransferResponse {
    var request = request
    request.followsRedirects = true
    request.headers = [("X-Token", "abc"), ("Range", "bytes=0-")]
    let following = request
    return try await withCurl { try await $0.perform(following) }
  }
}
