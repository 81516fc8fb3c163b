import AdapterKit
import EventModel
import Foundation
import GRDB
import Store
import StoreTesting
import Testing

@testable import SQLiteStore

/// Keeps payloads, or does deeds, until it is ended, and writes down what is promised to be
/// durable.
struct Keeper: Codable, Sendable {
  /// The line that stands for a payload which found no space.
  static let refusal = "full"
  /// What carries the orders to the process that follows them.
  static let variable = "CHANNELD_TEST_KEEPER"
  /// After so long it ends by itself, whatever became of its parent.
  private static let longestLife: Duration = .seconds(60)

  /// What its payloads begin with.
  let name: String
  /// Where the store is.
  let store: String
  /// The file that gets a line for each promise.
  let promises: String
  /// SQLite's `synchronous`, where it is not to be the store's own.
  var synchronous: String?
  /// Whether it does deeds in place of keeping payloads.
  var doesDeeds: Bool?

  /// The orders that this process was begun with.
  static var orders: Keeper? {
    get throws {
      let text = ProcessInfo.processInfo.environment[variable]
      return try text.map { try JSONDecoder().decode(Keeper.self, from: Data($0.utf8)) }
    }
  }

  func run() async throws {
    let store = try SQLiteStore(path: store, process: [1], now: { Sample.noon })
    if let synchronous {
      try await store.pool.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA synchronous = \(synchronous)")
      }
    }
    try await store.register(Sample.channel)
    let file = try FileHandle(forWritingTo: URL(filePath: promises))
    try file.seekToEnd()
    let deadline = ContinuousClock.now + Self.longestLife
    if doesDeeds == true { return try await doDeeds(in: store, file, until: deadline) }
    try await withThrowingDiscardingTaskGroup { group in
      for lane in 1...4 {
        group.addTask {
          var number = 0
          while ContinuousClock.now < deadline {
            number += 1
            let line = try await keep("\(name)-\(lane)-\(number)", in: store)
            try file.write(contentsOf: Data("\(line)\n".utf8))
          }
        }
      }
    }
  }

  private func keep(_ body: String, in store: SQLiteStore) async throws -> String {
    do throws(StoreError) {
      let payload = Sample.payload(body, in: Sample.channel.id)
      try await store.keep([payload], cursor: nil, of: Sample.channel.id)
      return body
    } catch .full {
      try await Task.sleep(for: .milliseconds(5))
      return Self.refusal
    }
  }
}

/// Not a test of anything by itself: the part of the durability tests that a process of its own
/// plays.
struct KeeperTests {
  @Test(.enabled("only a process that is to be ended keeps payloads") { try Keeper.orders != nil })
  func keepsUntilItIsEnded() async throws { try await #require(Keeper.orders).run() }
}
