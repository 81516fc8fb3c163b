import EventModel
import Glibc
import Ingress
import Logging
import NIOCore
import Testing

/// How a run ends, and where it may begin.
@Suite struct DrainTests {
  @Test func answersWhatIsInHandAndClosesWhatRests() async throws {
    var setup = RunningIngress.Setup(intake: FakeIntake(.held))
    setup.limits.journal = .seconds(60)
    try await RunningIngress.with(setup) { ingress in
      let (resting, held, halfway) = (
        try ingress.client(), try ingress.client(), try ingress.client()
      )
      resting.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(await resting.answer()?.closes == false)
      held.send(webhook("1"))
      halfway.send(String(webhook("22").dropLast()))
      #expect(await holds { ingress.intake.held == 1 })

      ingress.close()

      #expect(await resting.rest() == [])
      #expect(await holds { (try? ingress.client()) == nil })
      halfway.send("2")
      #expect(await holds { ingress.intake.held == 2 })
      ingress.intake.release()
      for client in [held, halfway] {
        let reply = try #require(await client.answer())
        #expect(reply.code == 200 && reply.closes)
        #expect(await client.rest() == [])
      }
    }
  }

  @Test func hearsWhoWasJustAccepted() async throws {
    var setup = RunningIngress.Setup()
    setup.limits.greeting = .seconds(5)
    try await RunningIngress.with(setup) { ingress in
      let fresh = try ingress.client()
      let marker = try ingress.client()
      marker.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(await marker.answer()?.code == 200)

      ingress.close()
      #expect(await marker.rest() == [])
      fresh.send(webhook("{}"))

      #expect(await fresh.answer()?.closes == true)
      #expect(ingress.intake.kept.count == 1)
    }
  }

  @Test func waitsNoLongerThanItMay() async throws {
    var setup = RunningIngress.Setup()
    setup.limits.drain = .milliseconds(300)
    let begin = ContinuousClock.now
    try await RunningIngress.with(setup) { ingress in
      let slow = try ingress.client()
      slow.send(String(webhook("22", to: "/in/tg/x", "Expect: 100-continue").dropLast()))
      #expect(await slow.answer()?.code == 100)
      ingress.close()
      #expect(await slow.rest() == [])
    }
    #expect(.now - begin < .seconds(8))
  }

  @Test func drainsWhenItIsCancelled() async throws {
    let setup = RunningIngress.Setup(intake: FakeIntake(.held))
    try await RunningIngress.with(setup) { ingress in
      let client = try ingress.client()
      client.send(webhook("1"))
      #expect(await holds { ingress.intake.held == 1 })

      ingress.cancel()

      #expect(await holds { (try? ingress.client()) == nil })
      ingress.intake.release()
      let reply = try #require(await client.answer())
      #expect(reply.code == 200 && reply.closes)
    }
  }

  @Test func listensOnIPv6() async throws {
    let setup = RunningIngress.Setup(place: .address(host: "::1", port: 0))
    try await RunningIngress.with(setup) { ingress in
      let client = try RawClient(port: ingress.port, host: "::1")
      client.send(webhook("{}"))
      #expect(await client.answer()?.code == 200)
    }
  }

  @Test func saysThatAPlaceIsTaken() async throws {
    try await RunningIngress.with { first in
      let setup = RunningIngress.Setup(place: .address(host: "127.0.0.1", port: first.port))
      await #expect(throws: (any Error).self) {
        try await RunningIngress.with(setup) { _ in }
      }
    }
  }

  @Test func listensAgainOnASocketThatWasHandedOver() async throws {
    let socket = try ListeningSocket()
    for run in 1...2 {
      let setup = RunningIngress.Setup(place: .descriptor(dup(socket.descriptor)))
      try await RunningIngress.with(setup) { ingress in
        #expect(ingress.port == socket.port)
        let client = try ingress.client()
        client.send(webhook("\(run)"))
        #expect(await client.answer()?.code == 200)
      }
    }
    // Between two runs callers wait in the socket's queue.
    let waiting = try RawClient(port: socket.port)
    waiting.send(webhook("3"))
    let setup = RunningIngress.Setup(place: .descriptor(dup(socket.descriptor)))
    try await RunningIngress.with(setup) { _ in #expect(await waiting.answer()?.code == 200) }
  }
}

/// A socket as systemd makes it.
private final class ListeningSocket {
  let descriptor: CInt
  let port: Int

  init() throws {
    let made = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    descriptor = made
    let address = try SocketAddress(ipAddress: "127.0.0.1", port: 0)
    let isBound = address.withSockAddr { bind(made, $0, socklen_t($1)) == 0 }
    var name = [UInt8](repeating: 0, count: 16)
    var size = socklen_t(name.count)
    let isNamed = name.withUnsafeMutableBytes {
      $0.withMemoryRebound(to: sockaddr.self) {
        getsockname(made, $0.baseAddress, &size) == 0
      }
    }
    guard isBound, isNamed, listen(descriptor, 16) == 0 else { throw RawClient.NoConnection() }
    port = Int(name[2]) << 8 | Int(name[3])
  }

  deinit { close(descriptor) }
}
