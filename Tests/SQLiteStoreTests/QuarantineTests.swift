import AdapterKit
import EventModel
import ProgramTesting
import Store
import StoreTesting
import Testing

@testable import SQLiteStore

struct QuarantineTests {
  @Test func whatCannotBeStoredTakesNothingWithIt() async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let store = try SQLiteStore(in: folder, clock: StoppedClock())
    let channel = Sample.channel.id
    try await store.register(Sample.channel)
    try await read(["7/1/a"], in: store)
    try await store.loop.perform { (writer) throws(StoreError) in
      try writer.run("UPDATE dialog SET document = ?", Array("damaged".utf8))
    }

    try await read(["8/1/b", "7/2/renamed", "8/2/c"], in: store)

    let page = try await store.events(EventFilter(), PageRequest(isAscending: true))
    #expect(page.rows.count == 3)
    let backlog = try await store.backlog(of: channel)
    #expect(backlog == Backlog(unread: 0, quarantined: 1, unsent: 0, uncertain: 0))
    let code = try await store.loop.perform { (writer) throws(StoreError) in
      try writer.first("SELECT code FROM quarantine") { $0.text(0) }
    }
    #expect(code == "unstorable")
  }

  /// Reads payloads in one run; a text `renamed` is a new title, for which the dialog's document is
  /// read.
  private func read(_ bodies: [String], in store: SQLiteStore) async throws {
    let channel = Sample.channel.id
    try await store.keep(bodies.map { Sample.payload($0, in: channel) }, cursor: nil, of: channel)
    let items = try await store.unread(of: channel).lease(10)
    try await store.unread(of: channel).settle(
      items.map { item in
        var reading = Sample.reading(of: item.payload)
        reading.drafts = reading.drafts.map(Self.renaming)
        return (item: item, outcome: .read(reading, as: Sample.identity))
      })
  }

  private static func renaming(_ draft: Draft) -> Draft {
    guard case .event(var event) = draft, case .messageCreated(let message) = event.action,
      message.content == "renamed"
    else { return draft }
    event.links.effects = [.title("New")]
    return .event(event)
  }
}
