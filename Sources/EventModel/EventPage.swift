import JSON

/// A piece of a list of events: `Item` is `Event`, or `JSONFragment` where stored bytes are served.
public struct EventPage<Item: JSONModel> {
  public var items: [Item]
  /// The channel of the dialog; nil for a list across channels.
  public var channel: Channel?
  public var paging: Paging
  /// The text that was searched for.
  public var query: String?
  /// How long it took, in milliseconds.
  public var queryTime: JSONNumber
  /// What no member above describes.
  public var more: [JSONMember] = []

  public init(_ items: [Item], channel: Channel?, paging: Paging, queryTime: JSONNumber) {
    self.items = items
    self.channel = channel
    self.paging = paging
    self.queryTime = queryTime
  }

  /// How a list is cut into pieces.
  public enum Paging: Hashable, Sendable {
    case offset(total: Int64, from: Int64, size: Int64)
    case cursor(next: String?, hasMore: Bool)
    case searchCursor(next: String?, hasMore: Bool)
  }
}

extension EventPage: JSONModel {
  public init(from view: JSONView) throws(JSONMismatch) {
    var members = try MemberReader(view)
    items = try members.require("items")
    channel = try members.take("channel")
    paging = try Paging(takenFrom: &members)
    query = try members.take("query")
    queryTime = try members.require("query_time_ms")
    more = members.rest.filter { $0.name != "channel" }
  }

  public func write(to writer: inout JSONWriter) {
    writer.object(carrying: more) {
      $0.member("items", items)
      $0.name("channel")
      if let channel { $0.value(channel) } else { $0.null() }
      paging.writeMembers(to: &$0)
      $0.member("query", query)
      $0.member("query_time_ms", queryTime)
    }
  }
}

extension EventPage.Paging {
  init(takenFrom members: inout MemberReader) throws(JSONMismatch) {
    let type: String = try members.require("pagination_type")
    switch type {
    case "offset":
      self = .offset(
        total: try members.require("total"), from: try members.require("from"),
        size: try members.require("size"))
    case "cursor":
      self = .cursor(
        next: try members.take("next_cursor"), hasMore: try members.require("has_more"))
    case "search_cursor":
      self = .searchCursor(
        next: try members.take("next_search_cursor"), hasMore: try members.require("has_more"))
    default:
      throw JSONMismatch("is neither offset, cursor nor search_cursor").inside("pagination_type")
    }
  }

  func writeMembers(to writer: inout JSONWriter) {
    switch self {
    case .offset(let total, let from, let size):
      writer.member("total", total)
      writer.member("pagination_type", "offset")
      writer.member("from", from)
      writer.member("size", size)
    case .cursor(let next, let hasMore):
      writer.member("pagination_type", "cursor")
      writer.member("has_more", hasMore)
      writer.member("next_cursor", next)
    case .searchCursor(let next, let hasMore):
      writer.member("pagination_type", "search_cursor")
      writer.member("has_more", hasMore)
      writer.member("next_search_cursor", next)
    }
  }
}
