import AdapterKit
import EventModel
import JSON
import Store

extension StoreContract {
  static var log: [Promise] {
    [
      Promise("changes are gapless and in order") { try await $0.changesAreGapless() },
      Promise("a change shows the dialog as it was then") { try await $0.changesShowTheDialog() },
      Promise("identifiers never go back") { try await $0.identifiersRise() },
      Promise("the backlog counts what waits") { try await $0.backlogCounts() },
    ]
  }

  private func changesAreGapless() async throws {
    var scene = try await scene()
    let range = try await scene.store.changeRange()
    try expect([range.oldest, range.newest], is: [0, 0], "the range of nothing")
    try await scene.keep("7/1/a", "8/1/b")
    try await scene.readAll()
    let heard = scene.store.changes.rings
    let id = try await scene.send(to: "7")
    try await scene.work { scene.receipt($0, in: "7") }
    try expect(scene.store.changes.rings > heard, "nobody was told of a change")
    try await scene.reopen()
    try await scene.keep("7/2/c")
    try await scene.readAll()

    let whole = try await scene.store.changes(after: 0, limit: 100)
    try expect(whole.map(\.seq), is: Array(1...6), "the numbers")
    try expect(
      whole.map(\.kind),
      is: [
        "message_created", "message_created", "message_created", "status_changed",
        "status_changed", "message_created",
      ], "the kinds")
    let versions = try whole.map { try Event(bytes: $0.event) }.filter { $0.id == id }
    try expect(versions.map(\.timeline.version), is: [1, 2, 3], "the versions of one event")
    try expect(whole.allSatisfy { $0.channel == scene.channel }, "a change has another channel")
    let piece = try await scene.store.changes(after: 2, limit: 3)
    try expect(piece.map(\.seq), is: [3, 4, 5], "a piece")
    let end = try await scene.store.changeRange()
    try expect([end.oldest, end.newest], is: [1, 6], "the range")
  }

  private func changesShowTheDialog() async throws {
    let scene = try await scene()
    for number in 1...3 { try await scene.keep("7/\(number)/x") }
    try await scene.readAll()

    let counts = try await scene.store.changes(after: 0, limit: 10).map { change in
      try JSONDocument(parsing: require(change.dialogState, "state")).root["messages_count"].int
    }
    try expect(counts, is: [1, 2, 3], "the messages at each change")
  }

  private func identifiersRise() async throws {
    var scene = try await scene()
    var ids = (1...3).map { _ in scene.store.nextEventID() }
    ids.append(try await scene.send(to: "7"))
    try await scene.reopen()
    ids.append(try await scene.send(to: "7"))
    scene.clock.advance(bySeconds: -3600)
    ids.append(try await scene.send(to: "7"))
    try await scene.reopen()
    ids.append(scene.store.nextEventID())

    try expect(ids.map(\.rawValue), is: ids.map(\.rawValue).sorted(), "the identifiers")
    try expect(Set(ids).count, is: ids.count, "identifiers")
  }

  private func backlogCounts() async throws {
    let scene = try await scene()
    try await scene.keep("7/1/a", "7/2/b", "7/3/c")
    let items = try await scene.unread.lease(2)
    try await scene.unread.settle([
      (item: items[0], outcome: .unreadable(PayloadError("not_json", "no JSON")))
    ])
    for person in ["7", "8"] { try await scene.send(to: person, parts: 2) }
    var isFirst = true
    try await scene.work { part in
      defer { isFirst = false }
      return isFirst
        ? .uncertain(Sample.unclear, at: scene.clock.now) : scene.receipt(part, in: "8")
    }

    try expect(
      try await scene.store.backlog(of: scene.channel),
      is: Backlog(unread: 2, quarantined: 1, unsent: 1, uncertain: 1), "the backlog")
  }
}
