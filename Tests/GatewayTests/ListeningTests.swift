import AdapterKit
import EventModel
import Glibc
import JSON
import NIOCore
import NIOHTTP1
import SQLiteStore
import Store
import Testing

@testable import Gateway

/// Where the gateway listens, and how it ends.
struct ListeningTests {
  @Test func aUnixSocketIsServed() async throws {
    let place: Gateway.PlaceInFolder = { .path("\($0)/api.sock") }
    try await Gateway.run(at: place) { gateway in
      let answer = try await gateway.client.get("/healthz")

      #expect(answer.status == 200)
    }
  }

  @Test func aSocketThatIsHandedOverIsServed() async throws {
    let descriptor = try Self.listeningSocket()
    let place: Gateway.PlaceInFolder = { _ in .descriptor(descriptor) }
    try await Gateway.run(at: place) { gateway in
      let answer = try await gateway.client.get("/v1/channels")

      #expect(answer.status == 200)
    }
  }

  @Test func aDrainEndsStreamsAndAnswersWhatIsInHand() async throws {
    try await Gateway.run { gateway in
      let polled = try await gateway.client.exchange(.GET, "/v1/stream") { _, parts in
        var lines = StreamLines()
        _ = try await lines.next(from: &parts)
        async let poll = gateway.client.get("/v1/stream/poll?wait=60")
        try await Self.until { try await gateway.client.get("/readyz").status == 200 }
        gateway.api.closing.give()
        var end = false
        while let part = try await parts.next() { if case .end = part { end = true } }
        #expect(end)
        return try await poll.status
      }

      #expect(polled == 200)
      #expect(try await gateway.client.get("/readyz").status == 503)
    }
  }

  private static func until(_ condition: () async throws -> Bool) async throws {
    for _ in 0..<200 where try await !condition() { try await Task.sleep(for: .milliseconds(10)) }
  }

  /// A socket that listens on a free port of loopback, as systemd would hand it over.
  private static func listeningSocket() throws -> CInt {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(descriptor >= 0 && bound == 0 && listen(descriptor, 16) == 0)
    return descriptor
  }
}
