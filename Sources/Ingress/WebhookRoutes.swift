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
  private let routes: Mutex<[String: WebhookReceiver]>

  /// - Parameter routes: receivers by `{platform}/{slug}`.
  package init(_ routes: [String: WebhookReceiver]) { self.routes = Mutex(routes) }

  package func replace(_ routes: [String: WebhookReceiver]) {
    self.routes.withLock { $0 = routes }
  }

  private static let prefix = "/in/"

  /// The receiver at a request's target; a query is none of the platforms'.
  func receiver(at target: String) -> WebhookReceiver? {
    guard target.hasPrefix(Self.prefix) else { return nil }
    let key = String(target.dropFirst(Self.prefix.count))
    return routes.withLock { $0[key] }
  }
}
