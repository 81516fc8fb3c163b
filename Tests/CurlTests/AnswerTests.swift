import AdapterKit
import Curl
import Testing

/// An HTTP answer of any kind is an answer.
@Suite(.timeLimit(.minutes(1)))
struct AnswerTests {
  @Test(arguments: ["200 OK", "204 No Content", "302 Found", "404 Not Found", "500 Oops"])
  func returnsAnAnswerOfAnyStatus(_ status: String) async throws {
    let script = ScriptedServer.Script.always(
      answer(status, headers: ["Location: http://127.0.0.1:1/", "X-Word:  a b "]))
    let response = try await ScriptedServer.answering(by: script) { server in
      try await withCurl { try await $0.perform(try TransferRequest(to: server)) }
    }

    #expect(response.status == Int(status.prefix(3)))
    #expect(response.headers.value(of: "x-word") == "a b")
    #expect(response.body.isEmpty)
  }

  @Test func postsABodyAndReturnsTheAnswers() async throws {
    let script = ScriptedServer.Script.always(answer("200 OK", "ja"))
    let (response, requests) = try await ScriptedServer.answering(by: script) { server in
      try await withCurl { curl in
        var request = try TransferRequest(to: server, "/bot/send", posting: #"{"text":"да"}"#)
        request.headers = [("X-Extra", "one")]
        return (try await curl.perform(request), server.requests)
      }
    }

    #expect(response.body == Array("ja".utf8))
    let request = try #require(requests.first)
    #expect(request.hasPrefix("POST /bot/send HTTP/1.1\r\n"))
    #expect(request.hasSuffix("\r\n\r\n" + #"{"text":"да"}"#))
    #expect(request.contains("\r\nX-Extra: one\r\n"))
    #expect(request.contains("\r\nContent-Type: application/json\r\n"))
    #expect(!request.lowercased().contains("expect"))
  }

  @Test func keepsItsConnectionsAlive() async throws {
    try await ScriptedServer.answering(by: greeting) { server in
      try await withCurl { curl in
        for _ in 0..<20 { _ = try await curl.perform(try TransferRequest(to: server)) }
      }

      #expect(server.connections == 1)
      #expect(server.requests.count == 20)
    }
  }

  @Test func carriesSixtyFourAtOnce() async throws {
    try await ScriptedServer.answering(by: greeting) { server in
      let request = try TransferRequest(to: server, posting: "{}")
      try await withCurl { curl in
        try await withThrowingTaskGroup { group in
          for _ in 0..<64 {
            group.addTask {
              for _ in 0..<10 { _ = try await curl.perform(request) }
            }
          }
          try await group.waitForAll()
        }
      }

      #expect(server.requests.count == 640)
      #expect(server.connections <= 64)
    }
  }
}

private let greeting = ScriptedServer.Script.always(answer("200 OK", "x"))
