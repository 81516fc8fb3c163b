import AdapterKit
import EventModel
import GRDB
import ProgramTesting
import Store
import StoreTesting
import Synchronization
import Testing

@testable import SQLiteStore

final class CommitLoopTests {
  private let folder: ScratchFolder
  private let store: SQLiteStore
  private var loop: CommitLoop { store.loop }

  init() async throws {
    folder = try ScratchFolder()
    store = try SQLiteStore(in: folder, clock: StoppedClock())
    try await store.register(Sample.channel)
  }

  deinit { folder.remove() }

  @Test func theWriterWaitsForTheDisk() async throws {
    let synchronous = try await loop.perform { (writer) throws(StoreError) in
      try writer.first("PRAGMA synchronous") { $0.int(0) }
    }
    let journal = try await loop.perform { (writer) throws(StoreError) in
      try writer.first("PRAGMA journal_mode") { $0.text(0) }
    }

    #expect(synchronous == 2)
    #expect(journal == "wal")
  }

  @Test func onlyAMarkDoesNotWaitForTheDisk() async throws {
    let marking = try await loop.perform(for: .mark) { (writer) throws(StoreError) in
      try writer.first("PRAGMA main.synchronous") { $0.int(0) }
    }
    let next = try await loop.perform { (writer) throws(StoreError) in
      try writer.first("PRAGMA synchronous") { $0.int(0) }
    }

    #expect(marking == 1)
    #expect(next == 2)
  }

  @Test func allWhoWaitShareOneCommit() async throws {
    let commits = Commits()
    try await store.pool.writeWithoutTransaction { db in commits.count(on: db) }
    let (many, results) = (500, Results())
    let hold = try await Hold(on: loop)
    for number in 0..<many { keep("7/\(number)/x", results) }
    hold.release()
    try await results.wait(for: many)

    #expect(results.errors.isEmpty)
    #expect(commits.number == 2, "the commit of what held the writer, and one for all")
    #expect(try await store.backlog(of: Sample.channel.id).unread == many)
  }

  @Test func aJobThatFailsFailsAlone() async throws {
    let results = Results()
    let hold = try await Hold(on: loop)
    for number in 1...3 {
      submit(results) { (writer) throws(StoreError) in
        try writer.run("INSERT INTO cursor VALUES (1, ?, 'x')", "\(number)")
        if number == 2 { throw .notFound }
      }
    }
    hold.release()
    try await results.wait(for: 3)

    #expect(results.errors == [.notFound])
    let cursors = try await store.cursors(of: Sample.channel.id)
    #expect(Set(cursors.keys) == ["1", "3"])
  }

  @Test func tooMuchThatWaitsIsRefused() async throws {
    let results = Results()
    let hold = try await Hold(on: loop)
    for _ in 0..<CommitLoop.mostWaiting { submit(results) { (_) throws(StoreError) in } }
    #expect(results.all.isEmpty)
    keep("7/1/x", results)
    #expect(results.errors == [.busy])
    submit(for: .completion, results) { (_) throws(StoreError) in }
    hold.release()
    try await results.wait(for: CommitLoop.mostWaiting + 2)

    #expect(results.errors == [.busy])
  }

  @Test func withoutSpaceNothingIsPromised() async throws {
    let full = CommitLoop(store.pool, room: FreeSpace(path: folder.path, least: .max))
    let results = Results()
    for purpose in [CommitLoop.Purpose.intake, .work, .completion] {
      submit(to: full, for: purpose, results) { (writer) throws(StoreError) in
        try writer.run("INSERT INTO cursor VALUES (1, ?, 'x')", "\(purpose)")
      }
    }
    try await results.wait(for: 3)
    full.close()

    #expect(results.errors == [.full, .full])
    #expect(try await store.cursors(of: Sample.channel.id).keys.map(\.rawValue) == ["completion"])
  }

  @Test func whatWasBegunIsFinishedBeforeTheStoreIsClosed() async throws {
    let results = Results()
    for number in 0..<100 { keep("7/\(number)/x", results) }
    try store.close()
    #expect(results.all.count == 100)
    #expect(results.errors.isEmpty)
    keep("7/late/x", results)
    try store.close()

    #expect(results.errors == [.unavailable("the store is closed")])
    let again = try SQLiteStore(in: folder, clock: StoppedClock())
    try await again.register(Sample.channel)
    #expect(try await again.backlog(of: Sample.channel.id).unread == 100)
  }

  // MARK: Jobs

  private func keep(_ body: String, _ results: Results) {
    store.keep([Sample.payload(body, in: Sample.channel.id)], cursor: nil, of: Sample.channel.id) {
      results.add($0)
    }
  }

  private func submit(
    to other: CommitLoop? = nil, for purpose: CommitLoop.Purpose = .work, _ results: Results,
    _ body: @escaping @Sendable (Writer) throws(StoreError) -> Void
  ) {
    (other ?? loop).submit(
      CommitLoop.Job(purpose: purpose) { (writer) throws(StoreError) in
        try body(writer)
        return { results.add(.success(())) }
      } fail: {
        results.add(.failure($0))
      })
  }
}

/// How often a connection committed.
private final class Commits: Sendable {
  private let seen = Atomic(0)

  var number: Int { seen.load(ordering: .acquiring) }

  func count(on db: Database) {
    db.trace { if "\($0)" == "COMMIT" { self.seen.add(1, ordering: .releasing) } }
  }
}
