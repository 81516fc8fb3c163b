import AdapterKit
import EventModel
import Store

extension StoreContract {
  static var lists: [Promise] {
    [
      Promise("pages of events walk every row once") { try await $0.eventPagesAreWhole() },
      Promise("pages of dialogs walk every row once") { try await $0.dialogPagesAreWhole() },
      Promise("a filter shows what it names") { try await $0.filtersHold() },
    ]
  }

  /// Seven rows, most of them at one time.
  private func crowd() async throws -> StoreScene<Subject> {
    let scene = try await scene()
    for number in 1...7 {
      if number == 3 || number == 7 { scene.clock.advance(bySeconds: 60) }
      try await scene.keep("\(number)/1/\(number)")
    }
    try await scene.readAll()
    return scene
  }

  private func eventPagesAreWhole() async throws {
    let scene = try await crowd()
    let all = try await scene.events()
    try expect(all.count, is: 7, "rows")
    for isAscending in [true, false] {
      let ids = (isAscending ? all : all.reversed()).map(\.id.rawValue)
      try await walk(ids, isAscending: isAscending) { page in
        let answer = try await scene.store.events(EventFilter(), page)
        let cursors = answer.rows.map { PageCursor(at: $0.occurredAt, id: $0.id.rawValue) }
        return Page(rows: cursors, hasMore: answer.hasMore, total: answer.total)
      }
    }
  }

  private func dialogPagesAreWhole() async throws {
    let scene = try await crowd()
    let all = try await scene.store.dialogs(DialogFilter(), PageRequest(isAscending: true)).rows
    try expect(all.count, is: 7, "rows")
    for isAscending in [true, false] {
      let ids = (isAscending ? all : all.reversed()).map(\.identity.id.rawValue)
      try await walk(ids, isAscending: isAscending) { page in
        let answer = try await scene.store.dialogs(DialogFilter(), page)
        let cursors = try answer.rows.map {
          PageCursor(
            at: try require($0.timeline.lastEventAt, "last event"), id: $0.identity.id.rawValue)
        }
        return Page(rows: cursors, hasMore: answer.hasMore, total: answer.total)
      }
    }
  }

  /// Walks a list by offsets, by cursors onwards and by cursors back.
  private func walk(
    _ ids: [String], isAscending: Bool,
    _ fetch: (PageRequest) async throws -> Page<PageCursor>
  ) async throws {
    let size = 3
    func page(_ start: PageRequest.Start) async throws -> Page<PageCursor> {
      try await fetch(PageRequest(start, size: size, isAscending: isAscending))
    }
    var byOffset: [String] = []
    for offset in stride(from: 0, to: ids.count, by: size) {
      let page = try await page(.offset(offset))
      try expect(page.total, is: ids.count, "the total")
      try expect(page.hasMore, is: offset + size < ids.count, "whether there is more")
      byOffset += page.rows.map(\.id)
    }
    try expect(byOffset, is: ids, "rows by offset")

    var onwards: [PageCursor] = []
    var next = try await page(.beginning)
    while let last = next.rows.last {
      onwards += next.rows
      try expect(next.hasMore, is: onwards.count < ids.count, "whether there is more onwards")
      next = try await page(.after(last))
    }
    try expect(onwards.map(\.id), is: ids, "rows onwards")

    guard let end = onwards.last else { return }
    var back = [end]
    while case let previous = try await page(.before(back[0])), !previous.rows.isEmpty {
      back = previous.rows + back
      try expect(previous.hasMore, is: back.count < ids.count, "whether there is more back")
    }
    try expect(back.map(\.id), is: ids, "rows back")
  }

  private func filtersHold() async throws {
    let scene = try await crowd()
    let three = try await scene.dialog(with: "3")
    var filter = EventFilter()
    filter.dialog = three.identity.id
    try expect(try await scene.events(filter).map(\.message?.content), is: ["3"], "by dialog")
    filter = EventFilter()
    filter.lead = three.identity.primaryLead
    try expect(try await scene.events(filter).map(\.message?.content), is: ["3"], "by lead")
    filter = EventFilter()
    filter.since = Sample.noon.advanced(byMilliseconds: 60_000)
    filter.until = Sample.noon.advanced(byMilliseconds: 120_000)
    try expect(
      try await scene.events(filter).compactMap(\.message?.content), is: ["3", "4", "5", "6"],
      "by time")
    filter = EventFilter()
    filter.actions = [.messageDeleted]
    try expect(try await scene.events(filter).count, is: 0, "by another action")
    filter.actions = [.messageDeleted, .messageCreated]
    try expect(try await scene.events(filter).count, is: 7, "by action")
    filter.channels = ["unknown"]
    try expect(try await scene.events(filter).count, is: 0, "by an unknown channel")
  }
}
