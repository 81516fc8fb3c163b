import AdapterKit
import EventModel
import Synchronization

/// Who takes the webhooks of one channel.
package struct WebhookReceiver: Sendable {
  package let channel: ChannelID
  /// For metrics.
  package let name: String
  package let receive: @Sendable (WebhookRequest) throws(WebhookRefusal) -> WebhookReception

  package init(
    channel: ChannelID, name: String,
    receive: @escaping @Sendable (WebhookRequest) throws(WebhookRefusal) -> WebhookReception
  ) {
    self.channel = channel
    self.name = name
    self.receive = receive
  }
}

/// Which path belongs to which channel; it may change while the listener runs.
package final class WebhookRoutes: Sendable {
  /// A receiver at its path, with its meter.
  struct Route: Sendable {
    let receiver: WebhookReceiver
    let meter: ChannelMeter
  }

  /// What stands at a path.
  enum Place {
    case channel(Route)
    /// Nothing. To a path like a channel's of the same platform, that channel's receiver gives the
    /// cost of a refusal.
    case nothing(decoy: WebhookReceiver?)
  }

  private struct Table: Sendable {
    var routes: [String: Route] = [:]
    var decoys: [Substring: WebhookReceiver] = [:]
  }

  private let table: Mutex<Table>

  /// - Parameter receivers: receivers by `{platform}/{slug}`.
  package init(_ receivers: [String: WebhookReceiver]) {
    table = Mutex(Self.table(of: receivers))
  }

  package func replace(_ receivers: [String: WebhookReceiver]) {
    let fresh = Self.table(of: receivers)
    table.withLock { $0 = fresh }
  }

  /// What stands at a path; a query is none of the platforms'.
  func place(at path: String) -> Place {
    table.withLock { table in
      if let route = table.routes[path] { return .channel(route) }
      return .nothing(decoy: Self.platform(of: path).flatMap { table.decoys[$0] })
    }
  }

  private static let prefix = "/in/"

  private static func table(of receivers: [String: WebhookReceiver]) -> Table {
    var table = Table()
    for (key, receiver) in receivers.sorted(by: { $0.key < $1.key }) {
      let path = prefix + key
      table.routes[path] = Route(
        receiver: receiver, meter: ChannelMeter(channel: receiver.name))
      if let platform = platform(of: path), table.decoys[platform] == nil {
        table.decoys[platform] = receiver
      }
    }
    return table
  }

  private static func platform(of path: String) -> Substring? {
    guard path.hasPrefix(prefix) else { return nil }
    return path.dropFirst(prefix.count).prefix { $0 != "/" }
  }
}
