import EventModel
import HTTPTypes
import Hummingbird
import JSON
import Store

/// `/v1/stream`: every version of every event as it comes, from any place that is kept.
struct StreamResource: Sendable {
  let feed: ChangeFeed
  private let seats = Seats(256)

  private static let pollSizes: ClosedRange<Int64> = 1...200
  private static let pollWaits: ClosedRange<Int64> = 0...60

  init(_ feed: ChangeFeed) { self.feed = feed }

  func add(to router: Router<APIContext>) {
    router.get("v1/stream") { request, _ in try await stream(request) }
    router.get("v1/stream/poll") { request, _ in try await poll(request) }
  }

  private func stream(_ request: Request) async throws -> Response {
    var query = QueryReader(request.uri.query)
    let filter = ChangeFilter(&query)
    let asked = Self.place(request, &query)
    try query.finish()
    let seat = try seats.take()
    let start = try await feed.start(after: asked)
    let stream = EventStream(feed: feed, filter: filter, after: start, seat: seat)
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
      body: ResponseBody { writer in try await stream.run(writing: &writer) })
  }

  private func poll(_ request: Request) async throws -> Response {
    var query = QueryReader(request.uri.query)
    let filter = ChangeFilter(&query)
    let asked = Self.place(request, &query)
    let limit = query.number("limit", in: Self.pollSizes) ?? 50
    let wait = query.number("wait", in: Self.pollWaits) ?? 0
    try query.finish()
    let seat = try seats.take()
    defer { withExtendedLifetime(seat) {} }
    let start = try await feed.start(after: asked)
    let batch = try await feed.changes(
      behind: start, passing: filter, limit: Int(limit), within: .seconds(wait))
    let body = JSONFragment.object {
      $0.member("items", batch.rows.map(\.fragment))
      $0.member("last_seq", batch.last)
    }
    return Response(json: body.bytes)
  }

  /// Behind which version a caller wants to go on; nil means now.
  private static func place(_ request: Request, _ query: inout QueryReader) -> Int64? {
    let asked = query.number("after", in: 0...Int64.max)
    guard let header = request.headers[.lastEventID], !header.isEmpty else { return asked }
    if let number = Int64(header), number >= 0 { return number }
    query.note("after", "the Last-Event-ID is no number of ours")
    return asked
  }
}

/// Which versions a reader wants to see.
struct ChangeFilter: Sendable {
  private var channels: Set<ChannelID>
  private var kinds: Set<String>
  private var dialog: DialogID?

  init(_ query: inout QueryReader) {
    channels = Set(query.texts("channel_id").map { ChannelID($0) })
    kinds = Set(query.texts("action_type"))
    dialog = query.text("dialog_id").map { DialogID($0) }
  }

  func passes(_ row: ChangeRow) -> Bool {
    if !channels.isEmpty {
      guard let channel = row.channel, channels.contains(channel) else { return false }
    }
    return (kinds.isEmpty || kinds.contains(row.kind)) && (dialog == nil || row.dialog == dialog)
  }
}

extension ChangeRow {
  /// What a reader gets: the stored bytes in one frame.
  var fragment: JSONFragment {
    .object {
      $0.member("seq", seq)
      $0.name("event")
      $0.raw(event)
      guard let dialogState else { return }
      $0.name("dialog")
      $0.raw(dialogState)
    }
  }
}
