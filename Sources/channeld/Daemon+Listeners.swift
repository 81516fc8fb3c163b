import AdapterKit
import Curl
import EventModel
import Gateway
import Ingress
import Relay
import Store
import Supervision

/// The two listeners: one for the platforms, one for our own side.
extension Daemon {
  var ingress: Child {
    var context = IngressServer.Context(logger: logger, now: Timestamp.now)
    context.trustedProxies = Set(settings.ingress.trustedProxies)
    var limits = IngressLimits()
    limits.body = settings.ingress.largestBody
    let (routes, store, limit, settled) = (routes, store, limits, context)
    let place = ListenerPlace("ingress", in: sockets, else: settings.ingress.listen)
    return Child("ingress", patience: .seconds(12)) { [listening] shift in
      let server = IngressServer(
        at: try place.forIngress(), limit, routes: routes, intake: store, context: settled)
      try await server.run(closing: shift.closing) {
        listening.ring()
        shift.ready()
      }
    }
  }

  var gateway: Child {
    let directory = ChannelDirectory(channels)
    for channel in channels {
      directory.setWebhookURL(publicURL(of: channel), of: channel.record.id)
    }
    let keys = settings.api.keys.map { APIKey(name: $0.name, scopes: $0.scopes, secret: $0.secret) }
    let (store, logger) = (store, logger)
    var world = API.World(calls: directCalls, now: Timestamp.now, logger: logger)
    world.lifetime = settings.outbound.expiresIn
    world.files = API.Files(files, over: CurlTransport(over: curl))
    let place = ListenerPlace("api", in: sockets, else: settings.api.listen)
    return Child("gateway", patience: .seconds(12)) { [world] shift in
      let api = API(store: store, channels: directory, keys: keys, in: world)
      let server = GatewayServer(at: try place.forGateway(), api: api, logger: logger)
      try await server.run(closing: shift.closing, ready: shift.ready)
    }
  }

  /// Every channel that a platform can call, by its path.
  private var routes: WebhookRoutes {
    var routes: [String: WebhookReceiver] = [:]
    for channel in channels {
      guard let slug = channel.slug, let adapter = channel.adapter as? any WebhookReceiving else {
        continue
      }
      routes["\(channel.record.platform)/\(slug)"] = WebhookReceiver(
        channel: channel.record.id, name: channel.record.name
      ) { (request) throws(WebhookRefusal) in
        try adapter.receive(request, as: channel.identity)
      }
    }
    return WebhookRoutes(routes)
  }

  /// Where a platform is told to call; nil when the configuration names no public address, or the
  /// channel does not want to be called.
  func webhookURL(of channel: ChannelRuntime) -> String? {
    guard let adapter = channel.adapter as? any WebhookSubscribing, adapter.isCalled else {
      return nil
    }
    return publicURL(of: channel)
  }

  private func publicURL(of channel: ChannelRuntime) -> String? {
    guard let base = settings.ingress.publicURL, let slug = channel.slug else { return nil }
    let trimmed = base.hasSuffix("/") ? String(base.dropLast()) : base
    return "\(trimmed)/in/\(channel.record.platform)/\(slug)"
  }
}

extension ListenerPlace {
  /// A run takes a copy of an inherited socket; the socket itself stays open for the next run.
  fileprivate func forIngress() throws -> IngressServer.Place {
    switch self {
    case .address(let address): .address(host: address.host, port: address.port)
    case .inherited(let socket): .descriptor(try socket.duplicate())
    }
  }

  fileprivate func forGateway() throws -> GatewayServer.Place {
    switch self {
    case .address(let address): .address(host: address.host, port: address.port)
    case .inherited(let socket): .descriptor(try socket.duplicate())
    }
  }
}
