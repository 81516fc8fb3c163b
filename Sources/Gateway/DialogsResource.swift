import EventModel
import Hummingbird
import JSON
import Store

/// `/v1/dialogs`: conversations.
struct DialogsResource: Sendable {
  let store: any Store
  let dialogs: DialogLookup

  func add(to router: Router<APIContext>) {
    router.get("v1/dialogs") { request, _ in try await list(request) }
    router.get("v1/dialogs/:id") { request, context in
      var query = QueryReader(request.uri.query)
      try query.finish()
      return Response(json: JSONWriter.bytes(of: try await dialogs.dialog(context.identifier)))
    }
  }

  /// The body is the reference document's and nothing more: data of the page go to headers.
  private func list(_ request: Request) async throws -> Response {
    var query = QueryReader(request.uri.query)
    let filter = DialogFilter(&query)
    let paging = Paging(&query)
    try query.finish()
    let page = try await store.dialogs(filter, paging.request)
    let links = PageLinks(page, to: paging.request, place: \.cursor)
    var headers = links.headers(path: request.uri.path, query: query)
    headers[.nextCursor] = links.next
    headers[.total] = page.total.map(String.init)
    let body = DialogPage(page.rows, created: false, canCreateMore: false)
    return Response(json: JSONWriter.bytes(of: body, capacity: 1 << 14), headers: headers)
  }
}

/// Finds a dialog by the name a caller has for it.
struct DialogLookup: Sendable {
  let store: any Store

  /// - Parameter name: its id or its `external_dialog_id`.
  func dialog(_ name: String) async throws -> Dialog {
    if let dialog = try await store.dialog(DialogID(name)) { return dialog }
    var filter = DialogFilter()
    filter.externalID = name
    guard let dialog = try await store.dialogs(filter, PageRequest(size: 1)).rows.first else {
      throw APIProblem(.notFound, "there is no such dialog")
    }
    return dialog
  }
}

extension DialogFilter {
  fileprivate init(_ query: inout QueryReader) {
    self.init()
    channels = query.texts("channel_id").map { ChannelID($0) }
    status = query.text("status")
    dialogType = query.text("dialog_type")
    externalID = query.text("external_dialog_id")
    lead = query.text("lead_id").map { LeadID($0) }
  }
}

extension Dialog {
  /// Its place in a list: lists are in the order of the last event.
  fileprivate var cursor: PageCursor {
    PageCursor(at: timeline.lastEventAt ?? timeline.startedAt, id: identity.id.rawValue)
  }
}
