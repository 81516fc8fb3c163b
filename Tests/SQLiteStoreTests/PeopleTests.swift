import AdapterKit
import EventModel
import ProgramTesting
import Store
import StoreTesting
import Testing

@testable import SQLiteStore

struct PeopleTests {
  @Test func aPersonIsTheSameInEveryChannelOfATenant() async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let store = try SQLiteStore(in: folder, clock: StoppedClock())
    var leads: [LeadID?] = []
    for (id, project) in [("one", "ours"), ("two", "ours"), ("three", "theirs")] {
      let channel = ChannelRecord(
        id: ChannelID(id), name: id, platform: Sample.platform, project: ProjectID(project))
      try await store.register(channel)
      try await read(Sample.message(from: "7", "1", "a"), in: channel.id, of: store)
      var filter = EventFilter()
      filter.channels = [channel.id]
      let rows = try await store.events(filter, PageRequest()).rows
      leads.append(try Event(stored: #require(rows.first).bytes).scope.lead)
    }

    #expect(leads[0] != nil)
    #expect(leads[1] == leads[0])
    #expect(leads[2] != nil && leads[2] != leads[0])
  }

  @Test func whatIsKnownOfAPersonIsRenewed() async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let store = try SQLiteStore(in: folder, clock: StoppedClock())
    try await store.register(Sample.channel)
    for (number, name) in ["First", "Second", nil].enumerated() {
      var draft = Sample.message(from: "7", "\(number)", "a")
      draft.sender.profile?.firstName = name
      if name == nil { draft.sender.profile = nil }
      try await read(draft, in: Sample.channel.id, of: store)
    }

    let known = try await store.loop.perform { (writer) throws(StoreError) in
      try writer.all("SELECT json_extract(CAST(profile AS TEXT), '$.first_name') FROM lead") {
        $0.text(0)
      }
    }
    #expect(known == ["Second"])
  }

  private func read(
    _ draft: EventDraft, in channel: ChannelID, of store: SQLiteStore
  ) async throws {
    try await store.keep([Sample.payload("", in: channel)], cursor: nil, of: channel)
    let items = try await store.unread(of: channel).lease(1)
    try await store.unread(of: channel).settle(
      items.map { (item: $0, outcome: .read(Reading([.event(draft)]), as: Sample.identity)) })
  }
}
