import AdapterKit
import EventModel
import Foundation
import JSON
import Logging
import Media
import Relay
import SQLiteStore
import Settings
import Store

@testable import Gateway

/// A gateway on loopback over a store of its own, with two channels.
struct Gateway: Sendable {
  static let key = "chd_all_of_it"
  static let reader = "chd_read_only"
  static let sender = "chd_send_only"
  static let shop: ChannelID = "0b9b7c1e-6f3a-4d57-9a51-1f6f2f0c1a02"
  static let desk: ChannelID = "0b9b7c1e-6f3a-4d57-9a51-1f6f2f0c1a03"

  let store: SQLiteStore
  let channels: ChannelDirectory
  let api: API
  let client: Client
  let files: FileStore
  /// The port, of a gateway that listens on one.
  let port: Int?

  static let largestFile: Int64 = 300_000

  /// Where to listen, for a gateway that keeps its files in a folder.
  typealias PlaceInFolder = (String) -> GatewayServer.Place

  /// Runs `body` beside a gateway and ends the gateway when it is done.
  static func run(
    at place: PlaceInFolder? = nil, over transport: any Transport = FakePlatform(),
    filesUpTo largestFile: Int64 = largestFile,
    _ body: @escaping @Sendable (Gateway) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "channeld-gateway-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let now: @Sendable () -> Timestamp = {
      Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
    let store = try SQLiteStore(
      path: folder.appending(path: "store.db").path, process: [1, 2, 3, 4, 5], now: now)
    var channels: [ChannelRuntime] = []
    for (id, name) in [(shop, "shop"), (desk, "desk")] {
      let record = ChannelRecord(id: id, name: name, platform: "tg")
      try await store.register(record)
      channels.append(
        ChannelRuntime(record, adapter: FakeAdapter(able: id == shop), slug: nil))
    }
    let directory = ChannelDirectory(channels)
    directory.setWebhookURL("https://hooks.example/in/tg/abc", of: shop)
    let logger = Logger(label: "gateway") { _ in SwiftLogNoOpLogHandler() }
    var limits = FileStore.Limits()
    limits.file = largestFile
    let files = try FileStore(
      at: folder.appending(path: "files").path, limits, now: now, pinned: { _ in [] })
    let calls = DirectCalls(over: transport, clock: ContinuousClock(), now: now)
    var world = API.World(calls: calls, now: now, logger: logger)
    world.files = API.Files(files, over: transport)
    let api = API(store: store, channels: directory, keys: keys, in: world)
    let server = GatewayServer(
      at: place?(folder.path) ?? .address(host: "127.0.0.1", port: 0), api: api, logger: logger)
    try await run(server) {
      let target: Client.Target =
        server.port.map { .port($0) } ?? .path(folder.appending(path: "api.sock").path)
      try await body(
        Gateway(
          store: store, channels: directory, api: api, client: Client(target: target),
          files: files, port: server.port))
    }
  }

  private static var keys: [APIKey] {
    let made: [(String, Set<APIScope>, String)] = [
      ("desk", [.read, .send], key), ("reader", [.read], reader), ("sender", [.send], sender),
    ]
    return made.compactMap { name, scopes, text in
      Secret(text).map { APIKey(name: name, scopes: scopes, secret: $0) }
    }
  }

  private static func run(
    _ server: GatewayServer, _ body: @escaping @Sendable () async throws -> Void
  ) async throws {
    let (ready, done) = (Bell(), Bell())
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await server.run(closing: { await done.wait(since: 0) }) { ready.ring() }
      }
      group.addTask {
        await ready.wait(since: 0)
        defer { done.ring() }
        try await body()
      }
      for try await _ in group {}
    }
  }
}

extension Gateway {
  struct NeverHappened: Error {}

  /// Waits until something is so, some seconds at most.
  static func eventually(_ isSo: () async throws -> Bool) async throws {
    for _ in 0..<3_000 {
      if try await isSo() { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw NeverHappened()
  }
}
