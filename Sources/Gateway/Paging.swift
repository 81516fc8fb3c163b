import HTTPTypes
import Hummingbird
import Store

/// Which piece of a list a caller asked for, in one of the two ways of asking.
struct Paging: Sendable {
  private static let sizes: ClosedRange<Int64> = 1...200
  private static let usualSize = 50
  private static let farthest: Int64 = 10_000

  var request: PageRequest
  /// The event to show in the middle of the piece.
  var anchor: String?

  init(_ query: inout QueryReader, hasAnchors: Bool = false) {
    let from = query.number("from", in: 0...Int64.max)
    let size = query.number("size", in: Self.sizes)
    let limit = query.number("limit", in: Self.sizes)
    let after = Self.cursor("after", &query)
    let before = Self.cursor("before", &query)
    anchor = hasAnchors ? query.text("around_event_id") : nil
    let order = query.text("order") ?? "desc"
    if order != "asc", order != "desc" { query.note("order", "is neither asc nor desc") }
    request = PageRequest(
      size: Int(size ?? limit ?? Int64(Self.usualSize)), isAscending: order == "asc")

    let starts = [after != nil, before != nil, anchor != nil].filter { $0 }.count
    if starts > 1 {
      query.note("after", "one of before, after and around_event_id can be followed")
    }
    if let after { request.start = .after(after) }
    if let before { request.start = .before(before) }
    guard from != nil || size != nil else { return }
    if starts > 0 || limit != nil {
      query.note("from", "from and size do not go with limit, before, after and around_event_id")
    }
    if let from, from > Self.farthest {
      query.note("from", "is more than \(Self.farthest); go on with limit and after")
    }
    request.start = .offset(Int(clamping: from ?? 0))
  }

  private static func cursor(_ name: String, _ query: inout QueryReader) -> PageCursor? {
    guard let text = query.text(name) else { return nil }
    if let cursor = PageCursor(text: text) { return cursor }
    query.note(name, "is no cursor of ours")
    return nil
  }
}

/// Where a list goes on, from a piece of it.
struct PageLinks {
  var next: String?
  var previous: String?

  init(next: String?, previous: String?) {
    self.next = next
    self.previous = previous
  }

  /// - Parameters:
  ///   - page: the piece.
  ///   - place: the place of a row.
  init<Row>(_ page: Page<Row>, to request: PageRequest, place: (Row) -> PageCursor) {
    let (first, last) = (page.rows.first.map(place), page.rows.last.map(place))
    switch request.start {
    case .offset: break
    case .beginning: next = page.hasMore ? last?.text : nil
    case .after:
      next = page.hasMore ? last?.text : nil
      previous = first?.text
    case .before:
      next = last?.text
      previous = page.hasMore ? first?.text : nil
    }
  }

  /// RFC 8288 links to the neighbours of a piece, with the rest of the query as it was.
  func headers(path: String, query: QueryReader) -> HTTPFields {
    let replaced: Set = ["after", "before", "around_event_id"]
    let rest = query.parameters.filter { !replaced.contains($0.name) }
    func link(_ name: String, _ cursor: String, _ relation: String) -> String {
      let pairs = (rest + [(name, cursor)]).map {
        "\(PercentCoding.encoded($0.name))=\(PercentCoding.encoded($0.value))"
      }
      return "<\(path)?\(pairs.joined(separator: "&"))>; rel=\"\(relation)\""
    }
    let links = [
      next.map { link("after", $0, "next") }, previous.map { link("before", $0, "prev") },
    ].compactMap(\.self)
    return links.isEmpty ? [:] : [.link: links.joined(separator: ", ")]
  }
}
