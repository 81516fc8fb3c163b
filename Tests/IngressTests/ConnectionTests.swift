import AdapterKit
import Ingress
import NIOCore
import Testing

/// How long a connection goes on, and in which order it is answered.
@Suite struct ConnectionTests {
  @Test func answersManyRequestsOnOneConnection() async throws {
    try await RunningIngress.with { ingress in
      let client = try ingress.client()
      for number in 1...50 {
        client.send(webhook("\(number)"))
        #expect(await client.answer()?.code == 200)
      }
      #expect(ingress.intake.kept.count == 50)
    }
  }

  @Test func answersPipelinedRequestsInOrderOneAtATime() async throws {
    let setup = RunningIngress.Setup(intake: FakeIntake(.held))
    try await RunningIngress.with(setup) { ingress in
      let client = try ingress.client()
      client.send(
        webhook("1") + "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n" + webhook("hello") + webhook("2")
          + "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(await holds { ingress.intake.held == 1 })
      #expect(await client.answer(within: 0.1) == nil)
      #expect(ingress.intake.kept.count == 1)

      ingress.intake.release(thenHolding: true)
      #expect(await client.answer()?.body == "ok")
      #expect(await client.answer()?.code == 404)
      #expect(await client.answer()?.body == "confirmed")
      #expect(await client.answer(within: 0.1) == nil)

      ingress.intake.release()
      #expect(await client.answer()?.body == "ok")
      #expect(await client.answer()?.body == "ok")
      #expect(ingress.intake.kept.map(\.body) == [Array("1".utf8), Array("2".utf8)])
    }
  }

  @Test func answersThousandsOfPipelinedRequests() async throws {
    try await RunningIngress.with { ingress in
      let client = try ingress.client()
      let one = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
      client.send(String(repeating: one, count: 5000) + webhook("last"))
      for _ in 1...5000 { try #require(await client.answer()?.code == 404) }
      #expect(await client.answer()?.code == 200)
    }
  }

  @Test func answersWhatCameBeforeNonsense() async throws {
    let setup = RunningIngress.Setup(intake: FakeIntake(.held))
    try await RunningIngress.with(setup) { ingress in
      let client = try ingress.client()
      client.send(webhook("1") + "nonsense\r\n\r\n")
      #expect(await holds { ingress.intake.held == 1 })
      ingress.intake.release()

      #expect(await client.answer()?.code == 200)
      #expect(await client.answer()?.code == 400)
      #expect(await client.rest() == [])
    }
  }

  @Test func answersACallerThatSendsNoMore() async throws {
    let setup = RunningIngress.Setup(intake: FakeIntake(.held))
    try await RunningIngress.with(setup) { ingress in
      let client = try ingress.client()
      client.send(webhook("1"))
      client.finish()
      #expect(await holds { ingress.intake.held == 1 })
      ingress.intake.release()

      #expect(await client.answer()?.code == 200)
      #expect(await client.rest() == [])
    }
  }

  @Test func takesNothingOfARequestThatIsCutOff() async throws {
    try await RunningIngress.with { ingress in
      let client = try ingress.client()
      client.send(String(webhook(#"{"n":1}"#).dropLast(3)))
      client.finish()
      #expect(await client.answer()?.code == 400)
      #expect(await client.rest() == [])
      #expect(ingress.intake.kept.isEmpty)
    }
  }

  @Test func closesForACallerOfHTTP10UnlessItAsks() async throws {
    try await RunningIngress.with { ingress in
      let old = webhook("{}").replacing("HTTP/1.1", with: "HTTP/1.0")
      let client = try ingress.client()
      client.send(old.replacing("Host", with: "Connection: keep-alive\r\nHost"))
      let kept = try #require(await client.answer())
      #expect(kept.code == 200 && kept.head.contains("\r\nconnection: keep-alive\r\n"))

      client.send(old)
      #expect(await client.answer()?.closes == true)
      #expect(await client.rest() == [])
    }
  }

  @Test func closesWhenItIsAskedTo() async throws {
    try await RunningIngress.with { ingress in
      let client = try ingress.client()
      client.send(webhook("1", "Connection: close") + webhook("2"))
      #expect(await client.answer()?.closes == true)
      #expect(await client.rest() == [])
      #expect(ingress.intake.kept.count == 1)
    }
  }

  @Test func asksForABodyThatWaits() async throws {
    try await RunningIngress.with { ingress in
      let client = try ingress.client()
      let request = webhook(#"{"n":1}"#, to: "/in/tg/x", "Expect: 100-continue")
      client.send(String(request.dropLast(7)))
      #expect(await client.answer()?.head == "HTTP/1.1 100 Continue\r\n\r\n")
      client.send(String(request.suffix(7)))
      #expect(await client.answer()?.code == 200)
    }
  }

  @Test(arguments: ["Content-Length: 9999999", "Host: y"])
  func asksForNoBodyThatItRefuses(_ fault: String) async throws {
    try await RunningIngress.with { ingress in
      let client = try ingress.client()
      client.send(
        "POST /in/tg/x HTTP/1.1\r\nHost: x\r\n\(fault)\r\nExpect: 100-continue\r\n\r\n")
      #expect(try #require(await client.answer()).code >= 400)
      #expect(await client.rest() == [])
    }
  }

  @Test func asksNoCallerOfHTTP10ForABody() async throws {
    try await RunningIngress.with { ingress in
      let client = try ingress.client()
      let request = webhook("{}", to: "/in/tg/x", "Expect: 100-continue")
      client.send(request.replacing("HTTP/1.1", with: "HTTP/1.0"))
      #expect(await client.answer()?.code == 200)
    }
  }
}
