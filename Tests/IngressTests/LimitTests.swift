import Ingress
import NIOCore
import Testing

/// What a stranger can use up.
@Suite struct LimitTests {
  @Test func refusesABodyThatSaysItIsTooLarge() async throws {
    try await RunningIngress.with(small) { ingress in
      let client = try ingress.client()
      client.send(webhook(String(repeating: "a", count: 200_000)))
      #expect(await client.answer()?.code == 413)
      #expect(await client.rest() == [])
      #expect(ingress.intake.kept.isEmpty)
    }
  }

  @Test func refusesABodyThatGrowsTooLargeByChunks() async throws {
    try await RunningIngress.with(small) { ingress in
      let client = try ingress.client()
      client.send(chunked)
      let chunk = "100\r\n" + String(repeating: "a", count: 256) + "\r\n"
      for _ in 1...1000 { client.send(chunk) }
      #expect(await client.answer()?.code == 413)
      #expect(await client.rest() == [])
      #expect(ingress.intake.kept.isEmpty)
    }
  }

  @Test func takesABodyOfExactlyTheLimit() async throws {
    try await RunningIngress.with(small) { ingress in
      let client = try ingress.client()
      let body = String(repeating: "a", count: 1000)
      client.send(webhook(body) + chunked + "3e8\r\n\(body)\r\n0\r\n\r\n")
      #expect(await client.answer()?.code == 200)
      #expect(await client.answer()?.code == 200)
      client.send(chunked + "3e9\r\na\(body)\r\n0\r\n\r\n")
      #expect(await client.answer()?.code == 413)
    }
  }

  @Test func tellsABodyThatAChannelFindsTooLarge() async throws {
    try await RunningIngress.with { ingress in
      let client = try ingress.client()
      client.send(webhook("big"))
      #expect(await client.answer()?.code == 413)
    }
  }

  @Test(arguments: [
    "X: \(String(repeating: "a", count: 20_000))\r\n",
    String(repeating: "X: \(String(repeating: "a", count: 1000))\r\n", count: 20),
    String(repeating: "X: a\r\n", count: 200),
  ])
  func refusesAHeadThatIsTooLarge(_ lines: String) async throws {
    try await RunningIngress.with { ingress in
      let client = try ingress.client()
      client.send("POST /in/tg/x HTTP/1.1\r\nHost: x\r\n\(lines)Content-Length: 0\r\n\r\n")
      #expect(await client.answer()?.code == 431)
      #expect(await client.rest() == [])
    }
  }

  @Test func takesNoMoreConnectionsThanItMay() async throws {
    var setup = RunningIngress.Setup(trusted: ["127.0.0.1"])
    setup.limits.connections = 3
    setup.limits.connectionsOfOneAddress = 1
    try await RunningIngress.with(setup) { ingress in
      try await expectRoom(for: 3, at: ingress)
    }
  }

  @Test func takesNoMoreConnectionsOfOneAddressThanItMay() async throws {
    var setup = RunningIngress.Setup(trusted: ["127.0.0.2", "no address"])
    setup.limits.connectionsOfOneAddress = 2
    try await RunningIngress.with(setup) { ingress in
      try await expectRoom(for: 2, at: ingress)
    }
  }

  /// So many connections are served and no more, until one of them ends.
  private func expectRoom(for count: Int, at ingress: RunningIngress) async throws {
    var open: [RawClient] = []
    for _ in 0..<count {
      let client = try ingress.client()
      client.send(webhook("{}"))
      #expect(await client.answer()?.code == 200)
      open.append(client)
    }
    let refused = try ingress.client()
    #expect(await refused.rest() == [])

    open.removeLast()
    let served = await holds {
      let client = try? ingress.client()
      return client?.send(webhook("{}")) == true && client?.nextByte() != nil
    }
    #expect(served)
  }

  private var small: RunningIngress.Setup {
    var setup = RunningIngress.Setup()
    setup.limits.body = 1000
    return setup
  }

  private let chunked =
    "POST /in/tg/x HTTP/1.1\r\nHost: x\r\nX-Secret: right\r\nTransfer-Encoding: chunked\r\n\r\n"
}
