import EventModel
import Hummingbird
import JSON
import Store

/// `/v1/events` and a dialog's events: what happened, as the stored bytes.
struct EventsResource: Sendable {
  let store: any Store
  let channels: ChannelDirectory
  let dialogs: DialogLookup
  let now: @Sendable () -> Timestamp

  func add(to router: Router<APIContext>) {
    router.get("v1/events") { request, _ in try await list(request, of: nil) }
    router.get("v1/events/:id") { request, context in try await one(request, context) }
    router.get("v1/dialogs/:id/events") { request, context in
      try await list(request, of: try await dialogs.dialog(context.identifier))
    }
  }

  private func one(_ request: Request, _ context: APIContext) async throws -> Response {
    try QueryReader.requireNothing(in: request)
    guard let row = try await store.event(EventID(context.identifier)) else {
      throw APIProblem(.notFound, "there is no such event")
    }
    let tag = "\"\(row.version)\""
    guard !Self.isKnown(tag, to: request.headers[.ifNoneMatch]) else {
      return Response(status: .notModified, headers: [.eTag: tag])
    }
    return Response(json: row.bytes, headers: [.eTag: tag])
  }

  /// Whether an `If-None-Match` names the tag; weak tags count as well (RFC 9110 §13.1.2).
  private static func isKnown(_ tag: String, to header: String?) -> Bool {
    let known = (header ?? "").split { $0 == "," || $0 == " " }
    return known.contains { $0 == "*" || $0 == tag || $0 == "W/\(tag)" }
  }

  private func list(_ request: Request, of dialog: Dialog?) async throws -> Response {
    let began = now()
    var query = QueryReader(request.uri.query)
    var filter = EventFilter(&query, acrossDialogs: dialog == nil)
    let paging = Paging(&query, hasAnchors: true)
    try query.finish()
    filter.dialog = dialog?.identity.id

    let piece = try await EventPiece(filter, paging, in: store)
    let channel = dialog?.identity.channel ?? filter.onlyChannel
    let took = max(0, now().milliseconds - began.milliseconds)
    var page = EventPage(
      piece.rows.map { JSONFragment(trusted: $0.bytes) },
      channel: channel.flatMap { channels[$0]?.shown }, paging: piece.paging,
      queryTime: JSONNumber(took))
    page.more = piece.more
    return Response(
      json: JSONWriter.bytes(of: page, capacity: 1 << 14),
      headers: piece.links.headers(path: request.uri.path, query: query))
  }
}

extension EventFilter {
  init(_ query: inout QueryReader, acrossDialogs: Bool) {
    self.init()
    actions = query.texts("action_type").map { ActionType(rawValue: $0) }
    if query.flag("messages_only") {
      if !actions.isEmpty { query.note("messages_only", "does not go with action_type") }
      actions = [.messageCreated]
    }
    since = query.time("date_from")
    until = query.time("date_to")
    guard acrossDialogs else { return }
    channels = query.texts("channel_id").map { ChannelID($0) }
    lead = query.text("lead_id").map { LeadID($0) }
  }

  fileprivate var onlyChannel: ChannelID? { channels.count == 1 ? channels.first : nil }
}
