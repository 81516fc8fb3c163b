import AdapterKit
import EventModel
import Store

extension StoreContract {
  static var journal: [Promise] {
    [
      Promise("a payload survives reopening once it is kept") { try await $0.payloadsSurvive() },
      Promise("a cursor moves with its payloads") { try await $0.cursorsMove() },
      Promise("a lease is exclusive and in order") { try await $0.leasesAreExclusive() },
      Promise("a lease ends with the process, and is counted") { try await $0.leasesEnd() },
      Promise("a poison is quarantined, and nobody else") { try await $0.poisonIsKeptApart() },
      Promise("a payload that cannot be stored costs the others nothing") {
        try await $0.aBadPayloadIsAlone()
      },
      Promise("a slug is made once") { try await $0.slugsAreKept() },
    ]
  }

  private func payloadsSurvive() async throws {
    var scene = try await scene()
    let payload = Sample.payload("7/1/hello", in: scene.channel, at: scene.clock.now)
    try await scene.store.keep([payload], cursor: nil, of: scene.channel)

    try await scene.reopen()

    let items = try await scene.unread.lease(10)
    try expect(items.map(\.payload), is: [payload], "the journal")
    try await scene.settle(items)
    try expect(try await scene.events().map(\.message?.content), is: ["hello"], "the events")
  }

  private func cursorsMove() async throws {
    var scene = try await scene()
    try await scene.keep("7/1/a", cursor: PollCursor("updates", "41"))
    try await scene.keep(cursor: PollCursor("mailbox", "9"))
    try await scene.keep("7/2/b", cursor: PollCursor("updates", "42"))

    try await scene.reopen()

    let cursors = try await scene.store.cursors(of: scene.channel)
    try expect(cursors.mapValues(\.value), is: ["updates": "42", "mailbox": "9"], "the cursors")
    try expect(try await scene.unread.lease(10).count, is: 2, "the payloads")
  }

  private func leasesAreExclusive() async throws {
    let scene = try await scene()
    for number in 1...5 { try await scene.keep("7/\(number)/x") }
    let unread = scene.unread

    async let one = unread.lease(2)
    async let other = unread.lease(2)
    let (first, second) = try await (one, other)
    let third = try await unread.lease(2)

    let numbers = (first + second + third).map(\.number)
    try expect(numbers.count, is: 5, "payloads leased")
    try expect(Set(numbers).count, is: 5, "payloads leased once")
    for run in [first, second, third] {
      try expect(run.map(\.number), is: run.map(\.number).sorted(), "a run")
    }
    try expect(try await unread.lease(2).count, is: 0, "payloads left")
  }

  private func leasesEnd() async throws {
    var scene = try await scene()
    try await scene.keep("7/1/x")
    try expect(try await scene.unread.lease(1).map(\.attempt), is: [1], "the first attempt")

    try await scene.reopen()

    try expect(try await scene.unread.lease(1).map(\.attempt), is: [2], "the second attempt")
  }

  private func poisonIsKeptApart() async throws {
    var scene = try await scene()
    try await scene.keep("7/1/a", "7/2/poison", "7/3/c")
    // Each process ends while it has the poison in hand; what was leased before it is settled.
    for _ in 1...3 {
      while case let items = try await scene.unread.lease(10), !items.isEmpty {
        if items.contains(where: { $0.payload.body == Array("7/2/poison".utf8) }) { break }
        try await scene.settle(items)
      }
      try await scene.reopen()
    }
    try await scene.readAll()

    try expect(
      Set(try await scene.events().map(\.message?.content)), is: ["a", "c"], "the events")
    let backlog = try await scene.store.backlog(of: scene.channel)
    try expect(
      backlog, is: Backlog(unread: 0, quarantined: 1, unsent: 0, uncertain: 0), "the backlog")
  }

  private func aBadPayloadIsAlone() async throws {
    let scene = try await scene()
    try await scene.keep("7/1/a", "7/2/b", "7/3/c")
    let items = try await scene.unread.lease(10)

    try await scene.unread.settle(
      items.map { item in
        (
          item: item,
          outcome: item.payload.body == Array("7/2/b".utf8)
            ? .unreadable(PayloadError("not_json", "no JSON"))
            : .read(Sample.reading(of: item.payload), as: Sample.identity)
        )
      })

    try expect(try await scene.events().map(\.message?.content), is: ["a", "c"], "the events")
    let backlog = try await scene.store.backlog(of: scene.channel)
    try expect(backlog.quarantined, is: 1, "payloads in quarantine")
    try expect(backlog.unread, is: 0, "payloads unread")
  }

  private func slugsAreKept() async throws {
    var scene = try await scene()
    let first = try await scene.store.slug(of: scene.channel, suggested: "one")
    try await scene.reopen()
    let second = try await scene.store.slug(of: scene.channel, suggested: "two")
    try expect([first, second], is: ["one", "one"], "the slugs")
  }
}
