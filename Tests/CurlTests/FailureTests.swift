import AdapterKit
import Curl
import EventModel
import Settings
import Testing

/// What failed tells whether it was written.
@Suite(.timeLimit(.minutes(1)))
struct FailureTests {
  /// What a server says before it closes, and what an honest client must call uncertain.
  static let cutAnswers = [
    "", "HTTP/1.", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\n",
    "HTTP/1.1 200 OK\r\nContent-Ty", "HTTP/1.1 200 OK\r\nContent-Length: 20\r\nX:",
    "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"ok\"",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"o",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"ok\"\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot gzip at all",
    "SSH-2.0-OpenSSH_9.2\r\n", "<html>hello</html>",
  ]

  @Test(arguments: cutAnswers, [ScriptedServer.Act.close, .reset])
  func isUncertainAboutAPostWithoutAWholeAnswer(
    _ said: String, _ end: ScriptedServer.Act
  ) async throws {
    try await ScriptedServer.answering(by: .always(.say(said), end)) { server in
      try await withCurl { curl in
        let request = try TransferRequest(to: server, posting: "{}")
        let failure = try await curl.failure(of: request)

        #expect(failure.isUncertain)
        #expect(server.requests.count == 1)
      }
    }
  }

  @Test func isUncertainWhenNoAnswerComesInTime() async throws {
    try await ScriptedServer.answering(by: .always()) { server in
      var request = try TransferRequest(to: server, posting: "{}")
      request.timeout = .seconds(2)
      let posted = request
      let failure = try await withCurl { curl in
        try await curl.failure(of: posted)
      }

      #expect(failure.isUncertain)
      #expect(failure.error?.kind == .timeout)
    }
  }

  @Test func isUnavailableWhenNobodyListens() async throws {
    let port = try freePort()
    let url = try #require(WireText("http://127.0.0.1:\(port)/"))
    let failure = try await withCurl { curl in
      try await curl.failure(of: TransferRequest(.post, url))
    }

    #expect(failure.isUnavailable)
  }

  @Test func isUnavailableWhenTLSCannotBeAgreedOn() async throws {
    try await ScriptedServer.answering(by: .always(), framing: .lines(greeting: "220 hi\r\n")) {
      server in
      let url = try #require(WireText("https://127.0.0.1:\(server.port)/"))
      let failure = try await withCurl { curl in
        try await curl.failure(of: TransferRequest(.post, url))
      }

      #expect(failure.isUnavailable)
    }
  }

  @Test func neverRepeatsAPostThatAKeptConnectionSwallowed() async throws {
    let script = ScriptedServer.Script {
      $0.hasPrefix("POST") ? [.close] : [answer("200 OK", "x")]
    }
    try await ScriptedServer.answering(by: script) { server in
      try await withCurl { curl in
        let get = try TransferRequest(to: server)
        let post = try TransferRequest(to: server, posting: "{}")
        _ = try await curl.perform(get)
        let failure = try await curl.failure(of: post)

        #expect(failure.isUncertain)
        #expect(server.requests.map { $0.prefix(4) } == ["GET ", "POST"])
      }
    }
  }

  @Test(arguments: [
    answer("200 OK", "0123456789a"),
    .say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n0123456789a\r\n0\r\n\r\n"),
    .bytes(zipped),
  ])
  func endsAnAnswerThatIsTooLong(_ act: ScriptedServer.Act) async throws {
    try await ScriptedServer.answering(by: .always(act)) { server in
      var request = try TransferRequest(to: server)
      request.largestAnswer = 10
      let limited = request
      let failure = try await withCurl { curl in
        try await curl.failure(of: limited)
      }

      #expect(failure.isUncertain)
      #expect(failure.error?.reason == "The answer is longer than 10 bytes")
    }
  }

  @Test func undoesContentEncoding() async throws {
    try await ScriptedServer.answering(by: .always(.bytes(zipped))) { server in
      let request = try TransferRequest(to: server)
      let response = try await withCurl { try await $0.perform(request) }

      #expect(response.body == Array(repeating: UInt8(ascii: "0"), count: 1000))
    }
  }

  @Test func refusesOtherProtocolsAndShowsNoSecret() async throws {
    let secret = try #require(Secret("canary01234567"))
    let request = TransferRequest(.get, "canary01234567://127.0.0.1/", secrets: [secret])
    let failure = try await withCurl { curl in
      try await curl.failure(of: request)
    }

    guard case .rejected(let error) = failure else {
      Issue.record("\(failure)")
      return
    }
    #expect(error.reason.contains("•••"))
    #expect(!error.reason.contains("canary"))
  }
}

extension SendFailure {
  var isUncertain: Bool { if case .uncertain = self { true } else { false } }
  var isUnavailable: Bool { if case .unavailable = self { true } else { false } }
}

/// An answer whose body is a thousand zeros, zipped to a few bytes.
private let zipped: [UInt8] = {
  let body: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x33, 0x30,
    0x18, 0x05, 0xa3, 0x60, 0x14, 0x0c, 0x77, 0x00, 0x00, 0x83, 0x99, 0x5f,
    0xa8, 0xe8, 0x03, 0x00, 0x00,
  ]
  let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n\r\n"
  return Array(head.utf8) + body
}()
