import Ingress
import NIOCore
import Testing

/// Bytes that trickle in move no deadline.
@Suite struct DeadlineTests {
  @Test func closesAConnectionThatSaysNothing() async throws {
    try await RunningIngress.with(hasty) { ingress in
      let client = try ingress.client()
      #expect(await client.rest() == [])
    }
  }

  @Test func endsAHeadThatTricklesIn() async throws {
    try await RunningIngress.with(hasty) { ingress in
      let client = try ingress.client()
      client.send("POST /in/tg/x HTTP/1.1\r\nHost: x\r\nX-")
      try await expectEnd(of: client)
    }
  }

  @Test func endsASecondHeadThatTricklesIn() async throws {
    try await RunningIngress.with(hasty) { ingress in
      let client = try ingress.client()
      client.send(webhook("{}"))
      #expect(await client.answer()?.code == 200)
      client.send("P")
      client.send("OST /in/tg/x HTTP/1.1\r\nHost: x\r\nX-")
      try await expectEnd(of: client)
    }
  }

  @Test func endsABodyThatTricklesIn() async throws {
    try await RunningIngress.with(hasty) { ingress in
      let client = try ingress.client()
      client.send("POST /in/tg/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
      try await expectEnd(of: client)
    }
  }

  @Test func closesAConnectionThatRestsTooLong() async throws {
    var setup = hasty
    setup.limits.head = .seconds(60)
    setup.limits.idle = .milliseconds(200)
    try await RunningIngress.with(setup) { ingress in
      let client = try ingress.client()
      client.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(await client.answer()?.closes == false)
      #expect(await client.rest() == [])
    }
  }

  @Test func lingersNoLongerThanItMay() async throws {
    var setup = hasty
    setup.limits.linger = .milliseconds(200)
    try await RunningIngress.with(setup) { ingress in
      let client = try ingress.client()
      client.send("nonsense\r\n\r\n")
      #expect(await client.answer()?.code == 400)
      #expect(client.send("more") && client.send("and more"))
      #expect(await holds { !client.send("more") })
    }
  }

  @Test func manySlowCallersDoNotSlowAnHonestOne() async throws {
    let setup = RunningIngress.Setup()
    try await RunningIngress.with(setup) { ingress in
      let alone = try await latencies(at: ingress)
      let beginnings = [
        "", "POST /in/tg/x HTTP/1.1\r\nHost: x\r\nX-",
        "POST /in/tg/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n",
      ]
      let slow = try (0..<300).map { number in
        let client = try ingress.client()
        client.send(beginnings[number % 3])
        return client
      }

      let together = try await latencies(at: ingress) { slow[$0 % 300].send("a") }

      // The machine may be busy: the bound tells a listener that waits for the slow ones.
      #expect(together[190] < max(alone[190] * 5, .milliseconds(250)))
      #expect(ingress.intake.kept.count == 400)
    }
  }

  /// How long each of 200 requests took, each on a connection of its own, sorted.
  private func latencies(
    at ingress: RunningIngress, each: (Int) -> Void = { _ in }
  ) async throws -> [Duration] {
    var times: [Duration] = []
    for number in 0..<200 {
      each(number)
      let begin = ContinuousClock.now
      let client = try ingress.client()
      client.send(webhook("{}"))
      #expect(await client.answer()?.code == 200)
      times.append(.now - begin)
    }
    return times.sorted()
  }

  /// The caller goes on byte by byte, and is told that it took too long.
  private func expectEnd(of client: RawClient) async throws {
    let begin = ContinuousClock.now
    var reply: Reply?
    while reply == nil, .now - begin < .seconds(8) {
      client.send("a")
      reply = await client.answer(within: 0.02)
    }
    #expect(reply?.code == 408 && reply?.closes == true)
    #expect(await client.rest() == [])
  }

  /// Heads and bodies have 200 ms.
  private var hasty: RunningIngress.Setup {
    var setup = RunningIngress.Setup()
    setup.limits.head = .milliseconds(200)
    setup.limits.bodyTime = .milliseconds(200)
    return setup
  }
}
