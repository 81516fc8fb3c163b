import AdapterKit
import Curl
import EventModel
import Settings
import Testing

/// Conversations with servers of lines.
@Suite(.timeLimit(.minutes(1)))
struct StreamTests {
  @Test func handsOverAConnectionThatIsLoggedIn() async throws {
    try await withConversation(smtp(login: "235 2.7.0 welcome")) { stream, server in
      try await stream.send(Array("NOOP\r\n".utf8), within: .seconds(5))
      let answer = try await stream.receive(within: .seconds(5))

      #expect(answer == Array("250 ok\r\n".utf8))
      #expect(server.requests.first == "EHLO me.example.com")
      #expect(stream.opening.contains("250-DSN"))
      #expect(stream.opening.first == "220 scripted")
    }
  }

  @Test func carriesManyBytesBothWays() async throws {
    let letter = String(repeating: "a", count: 3_000_000)
    let script = ScriptedServer.Script { $0.count > 1000 ? [.say($0 + "\n")] : greet($0) }
    try await withConversation(script) { stream, server in
      try await stream.send(Array((letter + "\r\n").utf8), within: .seconds(10))
      var received: [UInt8] = []
      while received.count <= letter.utf8.count {
        let piece = try await stream.receive(within: .seconds(10))
        #expect(!piece.isEmpty && piece.count <= 64 << 10)
        received += piece
      }

      #expect(received == Array((letter + "\n").utf8))
    }
  }

  @Test func losesNothingByAReceiveThatCameTooLate() async throws {
    try await withConversation(smtp(login: "235 ok")) { stream, _ in
      let early = try await failed { try await stream.receive(within: .milliseconds(50)) }
      #expect(early.isUnavailable)
      #expect(early.error?.kind == .timeout)

      try await stream.send(Array("NOOP\r\n".utf8), within: .seconds(5))
      #expect(try await stream.receive(within: .seconds(5)) == Array("250 ok\r\n".utf8))
      let late = try await failed { try await stream.receive(within: .milliseconds(50)) }
      #expect(late.isUncertain)
    }
  }

  @Test(arguments: [ScriptedServer.Act.close, .reset])
  func receivesNothingOnceTheServerHasClosed(_ end: ScriptedServer.Act) async throws {
    let script = ScriptedServer.Script { $0 == "QUIT" ? [end] : greet($0) }
    try await withConversation(script) { stream, _ in
      try await stream.send(Array("QUIT\r\n".utf8), within: .seconds(5))

      #expect(try await stream.receive(within: .seconds(5)).isEmpty)
    }
  }

  @Test func failsWhoWaitsWhenItIsClosed() async throws {
    try await withConversation(smtp(login: "235 ok")) { stream, _ in
      let failure = try await withThrowingTaskGroup { group in
        group.addTask { try await failed { try await stream.receive(within: .seconds(30)) } }
        await stream.close()
        return try await group.next()
      }
      let late = try await failed { try await stream.send([1], within: .seconds(1)) }

      #expect(failure?.isUnavailable == true)
      #expect(late.isUnavailable)
    }
  }

  /// libcurl closes kept connections that are old, or have something to read; ours are none of
  /// those.
  @Test func outlivesTheRequestsBesideIt() async throws {
    try await withConversation(smtp(login: "235 ok")) { stream, mail in
      try await ScriptedServer.answering(by: .always(answer("200 OK"))) { web in
        try await stream.send(Array("NOOP\r\n".utf8), within: .seconds(5))
        try await until { mail.requests.last == "NOOP" }
        // libcurl looks over its kept connections once a second at most.
        try await Task.sleep(for: .milliseconds(1100))
        try await withCurl { _ = try await $0.perform(try TransferRequest(to: web)) }

        #expect(try await stream.receive(within: .seconds(5)) == Array("250 ok\r\n".utf8))
      }
    }
  }

  @Test(arguments: [
    ("535 5.7.8 Username and Password not accepted", true),
    ("454 4.7.0 Temporary authentication failure", false),
    ("421 4.7.0 Try again later", false),
  ])
  func isUnauthorizedOnlyByTheServersWord(_ line: String, _ isUnauthorized: Bool) async throws {
    let failure = try await openingFailure(smtp(login: line), .smtp, greeting: "220 hi\r\n")

    #expect(failure.isUnauthorized == isUnauthorized)
    #expect(failure.isUnavailable == !isUnauthorized)
    #expect(failure.error?.reason == line)
  }

  @Test(arguments: [
    ("NO [AUTHENTICATIONFAILED] Authentication failed.", true),
    ("NO [UNAVAILABLE] Temporary authentication failure.", false),
    ("NO Too many connections", false),
  ])
  func readsTheCodeInBrackets(_ line: String, _ isUnauthorized: Bool) async throws {
    let script = ScriptedServer.Script { command in
      let tag = command.prefix { $0 != " " }
      return command.contains("CAPABILITY")
        ? [.say("* CAPABILITY IMAP4rev1\r\n\(tag) OK done\r\n")] : [.say("\(tag) \(line)\r\n")]
    }
    let failure = try await openingFailure(script, .imap, greeting: "* OK hi\r\n")

    #expect(failure.isUnauthorized == isUnauthorized)
    #expect(failure.isUnavailable == !isUnauthorized)
    #expect(failure.error?.reason.hasSuffix(line) == true)
  }

  @Test func neverLogsInWithoutTheTLSItWasToldToUse() async throws {
    try await ScriptedServer.answering(
      by: smtp(login: "235 ok"), framing: .lines(greeting: "220 hi\r\n")
    ) { server in
      let failure = try await withCurl { curl in
        try await failed { try await curl.open(try endpoint(server, .smtp, .starttls)) }
      }

      #expect(failure.isUnavailable)
      #expect(!server.requests.contains { $0.hasPrefix("AUTH") })
    }
  }

  private func withConversation(
    _ script: ScriptedServer.Script,
    _ body: (CurlStream, ScriptedServer) async throws -> Void
  ) async throws {
    let framing = ScriptedServer.Framing.lines(greeting: "220 scripted\r\n")
    try await ScriptedServer.answering(by: script, framing: framing) { server in
      try await withCurl { curl in
        let stream = try await curl.open(try endpoint(server, .smtp, .none))
        try await body(stream, server)
      }
    }
  }

  private func openingFailure(
    _ script: ScriptedServer.Script, _ service: Endpoint.Service, greeting: String
  ) async throws -> SendFailure {
    try await ScriptedServer.answering(by: script, framing: .lines(greeting: greeting)) { server in
      try await withCurl { curl in
        try await failed { try await curl.open(try endpoint(server, service, .none)) }
      }
    }
  }

  private func endpoint(
    _ server: ScriptedServer, _ service: Endpoint.Service, _ security: Endpoint.Security
  ) throws -> Endpoint {
    Endpoint(
      service, host: "127.0.0.1", port: server.port, security: security, user: "me",
      password: Secret("opensesame"), ownName: "me.example.com")
  }
}

extension SendFailure {
  var isUnauthorized: Bool { if case .unauthorized = self { true } else { false } }
}

/// An SMTP server that ends a login so.
private func smtp(login: String) -> ScriptedServer.Script {
  ScriptedServer.Script { $0 == credentials ? [.say(login + "\r\n")] : greet($0) }
}

private func greet(_ command: String) -> [ScriptedServer.Act] {
  switch command {
  case "EHLO me.example.com": [.say("250-scripted\r\n250-DSN\r\n250 AUTH PLAIN\r\n")]
  case "AUTH PLAIN": [.say("334 \r\n")]
  case credentials: [.say("235 ok\r\n")]
  default: [.say("250 ok\r\n")]
  }
}

/// NUL, `me`, NUL, `opensesame` in Base64.
private let credentials = "AG1lAG9wZW5zZXNhbWU="
