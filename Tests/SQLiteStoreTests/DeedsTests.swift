import AdapterKit
import EventModel
import Foundation
import JSON
import Store
import StoreTesting
import Testing

@testable import SQLiteStore

/// A kill in the midst of sending and reading leaves everything as far as it was promised to be.
@Suite(.serialized) struct DeedsTests {
  @Test func aKillLeavesEveryStateAsItWas() async throws {
    let lab = try KeeperLab()
    for round in 1...2 {
      _ = try await lab.run("round\(round)", doesDeeds: true) { _ in
        try await lab.wait(for: 8 * Deed.allCases.count, more: .promise)
      }
    }

    let promised = Set(try lab.lines(.promise).map(String.init))
    let found = try await Aftermath(of: lab.store)
    #expect(promised.count >= 16 * Deed.allCases.count)
    #expect(promised.subtracting(found.states.keys).sorted() == [])
    for person in promised.sorted() {
      let deed = try #require(Deed(rawValue: String(person.prefix { $0 != "-" })))
      #expect(found.states[person] == Aftermath.state(after: deed), "\(person)")
    }
    #expect(found.due.count == Set(found.due).count, "nothing is due twice")
  }
}

/// What a store says, once it is opened again, about each person's part of it.
private struct Aftermath {
  struct State: Equatable {
    var sending: EventStatus.Sending.State?
    /// Nil when nothing is due.
    var isUnknown: Bool?
    var tags: [String] = []
    var isExpected = false
    var isMissing = false
    var versions: Int64 = 1
  }

  private(set) var states: [String: State] = [:]
  private(set) var due: [EventID] = []

  init(of path: String) async throws {
    let clock = StoppedClock()
    let store = try SQLiteStore(path: path, process: [9], now: { clock.now })
    try await store.register(Sample.channel)
    let before = try await Self.events(store)
    #expect(!before.contains { $0.message?.content == Deed.album.rawValue })
    clock.advance(bySeconds: 60)
    let unread = store.unread(of: Sample.channel.id)
    _ = try await unread.lease(1)
    #expect(try await unread.nextDue() == nil)

    var parts: [EventID: DuePart] = [:]
    while case let more = try await store.unsent(of: Sample.channel.id).lease(256), !more.isEmpty {
      due += more.map(\.operation)
      for part in more { parts[part.operation] = part }
    }
    var missing: Set<EventID> = []
    while case let more = try await store.missingFiles(of: Sample.channel.id).lease(256),
      !more.isEmpty
    {
      missing.formUnion(more.compactMap(\.file.event))
    }
    for event in try await Self.events(store) {
      let expectation = try await store.expectation(of: event.id)
      let person = try #require(event.person)
      states[person] = State(
        sending: try event.facets[.status]?.sending?.status, isUnknown: parts[event.id]?.isUnknown,
        tags: event.tags, isExpected: expectation?.state == .open,
        isMissing: missing.contains(event.id), versions: event.timeline.version)
    }
    try store.close()
  }

  private static func events(_ store: SQLiteStore) async throws -> [Event] {
    try await store.changes(after: 0, limit: 100_000).map { try Event(stored: $0.event) }
  }

  static func state(after deed: Deed) -> State {
    switch deed {
    case .queued: State(sending: .queued, isUnknown: false)
    case .uploading: State(sending: .uploadingAttachments, isUnknown: false, versions: 2)
    case .marked: State(sending: .sendingToPlatform, isUnknown: true, versions: 2)
    case .retried: State(sending: .queued, isUnknown: false, versions: 3)
    case .sent: State(sending: .sent, versions: 3)
    case .uncertain:
      State(sending: .sendingToPlatform, tags: ["delivery:uncertain"], versions: 3)
    case .failed: State(sending: .failed, versions: 3)
    case .album: State()
    case .press: State(isExpected: true)
    case .file: State(isMissing: true)
    }
  }
}

extension Event {
  /// Whose conversation it belongs to, by the sample's own address.
  fileprivate var person: String? {
    try? place.sourceContext?.data.fragment.parsed()["chat"].string
  }
}
