import AdapterKit
import EventModel
import Ingress
import NIOCore
import Store
import Synchronization
import Testing

/// What is answered, and what is kept by then.
@Suite struct AnswerTests {
  @Test func keepsBeforeItAnswers() async throws {
    let setup = RunningIngress.Setup(intake: FakeIntake(.held))
    try await RunningIngress.with(setup) { ingress in
      let client = try ingress.client()
      client.send(webhook(#"{"n":1}"#))
      #expect(await holds { ingress.intake.held == 1 })
      #expect(await client.answer(within: 0.1) == nil)

      ingress.intake.release()

      let reply = try #require(await client.answer())
      #expect(reply.code == 200 && reply.body == "ok" && !reply.closes)
      #expect(
        ingress.intake.kept == [
          Payload(
            channel: ChannelID("ch_shop"), transport: "webhook",
            receivedAt: Timestamp(seconds: 1_780_743_600), headers: [WireHeader("k", "v")],
            body: Array(#"{"n":1}"#.utf8))
        ])
    }
  }

  @Test func answersAHandshakeWithoutKeepingIt() async throws {
    try await RunningIngress.with { ingress in
      let client = try ingress.client()
      client.send(webhook("hello"))
      #expect(await client.answer()?.body == "confirmed")
      #expect(ingress.intake.kept.isEmpty)
    }
  }

  @Test func tellsNobodyWhatExists() async throws {
    try await RunningIngress.with { ingress in
      let strange = [
        webhook("{}", to: "/nowhere"), webhook("{}", to: "/in/tg/y"), webhook("{}", to: "/in/vk/x"),
        webhook("{}", to: "/in/tg/x?a=b"), webhook("{}", to: "/in/tg/x/"), webhook("{}", to: "/"),
        webhook("{}", to: "/healthz"),
        webhook("{}").replacing("right", with: "wrong"),
        webhook("{}").replacing("X-Secret", with: "X-Other"),
        webhook("{}").replacing("POST", with: "PUT"),
        "GET /in/tg/x HTTP/1.1\r\nHost: x\r\n\r\n", "GET /in/tg/y HTTP/1.1\r\nHost: x\r\n\r\n",
        "DELETE /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n",
      ]
      let client = try ingress.client()
      var replies: [Reply] = []
      for request in strange {
        client.send(request)
        replies.append(try #require(await client.answer()))
      }
      #expect(Set(replies.map { $0.head + $0.body }).count == 1)
      #expect(replies.first?.code == 404 && replies.first?.closes == false)
      #expect(ingress.intake.kept.isEmpty)
    }
  }

  @Test func spendsOnAnUnknownSlugWhatAWrongSecretCosts() async throws {
    let asked = Mutex(0)
    let receiver = WebhookReceiver(channel: ChannelID("ch_shop"), name: "shop") {
      (request) throws(WebhookRefusal) in
      asked.withLock { $0 += 1 }
      return try WebhookReceiver.named("shop").receive(request)
    }
    let setup = RunningIngress.Setup(routes: WebhookRoutes(["tg/x": receiver]))
    try await RunningIngress.with(setup) { ingress in
      let client = try ingress.client()
      for (path, expected) in [("/in/tg/y", 1), ("/in/tg/", 2), ("/in/vk/y", 2), ("/in/tg", 3)] {
        client.send(webhook("{}", to: path))
        #expect(await client.answer()?.code == 404)
        #expect(asked.withLock { $0 } == expected)
      }
      #expect(ingress.intake.kept.isEmpty)
    }
  }

  @Test func saysThatItLives() async throws {
    try await RunningIngress.with { ingress in
      let client = try ingress.client()
      client.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
      let reply = try #require(await client.answer())
      #expect(reply.code == 200 && reply.body == "ok")
    }
  }

  @Test func answersHeadWithoutABody() async throws {
    try await RunningIngress.with { ingress in
      let client = try ingress.client()
      client.send("HEAD /in/tg/x HTTP/1.1\r\nHost: x\r\n\r\n" + webhook("{}"))
      #expect(await client.answer(hasBody: false)?.code == 404)
      #expect(await client.answer()?.code == 200)
    }
  }

  @Test(arguments: [StoreError.busy, .full, .unavailable("closed")])
  func asksToComeAgain(_ error: StoreError) async throws {
    let setup = RunningIngress.Setup(intake: FakeIntake(.refusing(error)))
    try await RunningIngress.with(setup) { ingress in
      let client = try ingress.client()
      client.send(webhook("{}"))
      let reply = try #require(await client.answer())
      #expect(reply.code == 503 && reply.head.contains("\r\nretry-after: 5\r\n") && !reply.closes)
    }
  }

  @Test func ignoresAJournalThatComesTooLate() async throws {
    var setup = RunningIngress.Setup(intake: FakeIntake(.held))
    setup.limits.journal = .milliseconds(100)
    try await RunningIngress.with(setup) { ingress in
      let client = try ingress.client()
      client.send(webhook("1"))
      #expect(await client.answer()?.code == 503)

      client.send(webhook("2"))
      #expect(await holds { ingress.intake.held == 2 })
      ingress.intake.release()

      #expect(await client.answer()?.code == 200)
      #expect(await client.answer(within: 0.2) == nil)
      #expect(ingress.intake.kept.map(\.body) == [Array("1".utf8), Array("2".utf8)])
    }
  }

  @Test func followsRoutesThatChange() async throws {
    try await RunningIngress.with { ingress in
      let client = try ingress.client()
      for (slug, codes) in [("x", [200, 404]), ("y", [404, 200])] {
        ingress.routes.replace(["tg/\(slug)": .named("shop")])
        for (path, code) in zip(["/in/tg/x", "/in/tg/y"], codes) {
          client.send(webhook("{}", to: path))
          #expect(await client.answer()?.code == code)
        }
      }
    }
  }

  @Test func keepsTwoChannelsApart() async throws {
    let setup = RunningIngress.Setup(
      routes: WebhookRoutes(["tg/x": .named("one", secret: "a"), "tg/y": .named("two")]), threads: 2
    )
    try await RunningIngress.with(setup) { ingress in
      let client = try ingress.client()
      for (path, code) in [("/in/tg/x", 404), ("/in/tg/y", 200)] {
        client.send(webhook("{}", to: path))
        #expect(await client.answer()?.code == code)
      }
      #expect(ingress.intake.kept.map(\.channel) == [ChannelID("ch_two")])
    }
  }
}
