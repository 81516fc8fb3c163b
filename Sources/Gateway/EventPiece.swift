import EventModel
import JSON
import Store

/// A piece of a list of events, and how the list goes on from it.
struct EventPiece: Sendable {
  let rows: [EventRow]
  let paging: EventPage<JSONFragment>.Paging
  let links: PageLinks
  /// Members of the page beside those of its kind of paging.
  let more: [JSONMember]

  init(_ filter: EventFilter, _ paging: Paging, in store: any Store) async throws {
    if let anchor = paging.anchor {
      self = try await Self(around: EventID(anchor), filter, paging.request, in: store)
      return
    }
    let page = try await store.events(filter, paging.request)
    links = PageLinks(page, to: paging.request, place: \.cursor)
    rows = page.rows
    more = links.previous.map { [JSONMember("prev_cursor", .text($0))] } ?? []
    if case .offset(let from) = paging.request.start {
      self.paging = .offset(
        total: Int64(page.total ?? 0), from: Int64(from), size: Int64(paging.request.size))
    } else {
      self.paging = .cursor(next: links.next, hasMore: page.hasMore)
    }
  }

  /// The rows on both sides of one; it stands in the middle even where the filter would leave it
  /// out.
  private init(
    around anchor: EventID, _ filter: EventFilter, _ request: PageRequest, in store: any Store
  ) async throws {
    guard let row = try await store.event(anchor), try row.belongs(to: filter.dialog) else {
      throw APIProblem([.init("?around_event_id", "there is no such event in this list")])
    }
    var side = request
    side.size = max(1, request.size / 2)
    side.start = .before(row.cursor)
    let before = try await store.events(filter, side)
    side.start = .after(row.cursor)
    let after = try await store.events(filter, side)
    rows = before.rows + [row] + after.rows
    links = PageLinks(
      next: after.hasMore ? rows.last?.cursor.text : nil,
      previous: before.hasMore ? rows.first?.cursor.text : nil)
    paging = .cursor(next: links.next, hasMore: after.hasMore)
    more = [
      links.previous.map { JSONMember("prev_cursor", .text($0)) },
      JSONMember("anchor_index", JSONFragment { $0.value(before.rows.count) }),
      JSONMember("has_more_before", JSONFragment { $0.value(before.hasMore) }),
      JSONMember("has_more_after", JSONFragment { $0.value(after.hasMore) }),
    ].compactMap(\.self)
  }
}

extension EventRow {
  var cursor: PageCursor { PageCursor(at: occurredAt, id: id.rawValue) }

  fileprivate func belongs(to dialog: DialogID?) throws -> Bool {
    guard let dialog else { return true }
    return try JSONDocument(parsing: bytes).root["dialog_id"].string == dialog.rawValue
  }
}

extension JSONFragment {
  static func text(_ text: String) -> JSONFragment { JSONFragment { $0.value(text) } }
}
