import EventModel
import HTTPTypes
import Hummingbird
import JSON
import Logging
import Metrics
import NIOCore
import Relay
import Store

/// The private HTTP API: what it consists of, and what holds for every request.
package struct API: Sendable {
  private let router: any HTTPResponder<APIContext>
  let routes: KnownRoutes
  private let keys: APIKeys
  private let world: World
  let closing = ClosingSign()

  /// What the API knows of the world.
  package struct World: Sendable {
    package let calls: DirectCalls
    package let clock: any Clock<Duration>
    package let now: @Sendable () -> Timestamp
    package let logger: Logger
    /// How long a message may wait of which its caller does not say it.
    package var lifetime: Duration = .seconds(86_400)
    /// Nil when no files are taken or given.
    package var files: Files?

    /// - Parameter calls: does at once what callers wait for.
    package init(
      calls: DirectCalls, clock: any Clock<Duration> = ContinuousClock(),
      now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
      self.calls = calls
      self.clock = clock
      self.now = now
      self.logger = logger
    }
  }

  package init(store: some Store, channels: ChannelDirectory, keys: [APIKey], in world: World) {
    self.keys = APIKeys(keys)
    self.world = world
    let dialogs = DialogLookup(store: store)
    let feed = ChangeFeed(store: store, clock: world.clock, now: world.now, closing: closing)
    let planning = MessagePlanning(
      store: store, channels: channels, dialogs: dialogs, now: world.now,
      lifetime: world.lifetime)
    let messages = MessageLookup(store: store, channels: channels)
    let work = DirectWork(store: store, calls: world.calls, now: world.now)
    let router = Router(context: APIContext.self)
    HealthResource(store: store, closing: closing).add(to: router)
    ChannelsResource(store: store, channels: channels).add(to: router)
    CapabilitiesResource(channels: channels).add(to: router)
    DialogsResource(store: store, dialogs: dialogs).add(to: router)
    PresenceResource(dialogs: dialogs, messages: messages, work: work).add(to: router)
    WritingResource(dialogs: dialogs, channels: channels, work: work).add(to: router)
    EventsResource(store: store, channels: channels, dialogs: dialogs, now: world.now)
      .add(to: router)
    MessagesResource(store: store, planning: planning, feed: feed).add(to: router)
    ChangesResource(store: store, planning: planning, messages: messages).add(to: router)
    MarksResource(messages: messages, work: work).add(to: router)
    DecisionsResource(store: store).add(to: router)
    AnswersResource(channels: channels, work: work).add(to: router)
    QueueResource(store: store, channels: channels, now: world.now).add(to: router)
    DeadLettersResource(store: store).add(to: router)
    StreamResource(feed).add(to: router)
    if let files = world.files {
      AttachmentsResource(files, of: store, channels, in: world).add(to: router)
    }
    DocumentsResource().add(to: router)
    routes = KnownRoutes(router.routes)
    self.router = router.buildResponder()
  }

  /// Answers a request, whatever it is.
  func respond(to request: Request, over channel: any NIOCore.Channel) async -> Response {
    let began = world.now()
    var context = APIContext(source: .init(channel: channel, logger: world.logger))
    context.requestID = RequestIdentity.name(of: request)
    var response: Response
    do {
      try admit(request, &context)
      response = try await router.respond(to: request, context: context)
      // Where it has no route, the router answers by itself and says so here.
      if context.endpointPath == "NotFound" {
        throw routes.problem(of: request)
      }
    } catch {
      response = refusal(of: request, context, for: error)
    }
    response.headers[.requestID] = context.requestID
    note(request, context, response, took: world.now().milliseconds - began.milliseconds)
    return response
  }

  /// Reading needs the scope `read`, everything else `send`.
  private func admit(_ request: Request, _ context: inout APIContext) throws(APIProblem) {
    guard !HealthResource.paths.contains(request.uri.path) else { return }
    context.caller = try keys.caller(showing: request.headers[.authorization])
    try context.caller.require([.get, .head].contains(request.method) ? .read : .send)
  }

  private func refusal(
    of request: Request, _ context: APIContext, for error: any Error
  ) -> Response {
    let problem = APIProblem(causedBy: error)
    if problem.kind.status.kind == .serverError {
      world.logger.error(
        "a request failed", metadata: ["request": "\(context.requestID)", "error": "\(error)"])
    }
    var response = problem.response(at: request.uri.path, requestID: context.requestID)
    // Nobody will read what may follow.
    if RequestBytes.mayBeEndless(request) { response.headers[.connection] = "close" }
    return response
  }

  private func note(
    _ request: Request, _ context: APIContext, _ response: Response, took: Int64
  ) {
    let endpoint = context.endpointPath ?? "none"
    Counter(
      label: "channeld_api_requests_total",
      dimensions: [("endpoint", endpoint), ("code", "\(response.status.code)")]
    ).increment()
    world.logger.info(
      "request",
      metadata: [
        "request": "\(context.requestID)", "method": "\(request.method)",
        "path": "\(request.uri.path.prefix(200))", "status": "\(response.status.code)",
        "ms": "\(max(0, took))", "key": "\(context.caller.name)",
      ])
  }
}

/// The name of a request: the caller's own if it is fit to be repeated, else a new one.
private enum RequestIdentity {
  private static let longest = 128

  static func name(of request: Request) -> String {
    guard let name = request.headers[.requestID], (1...longest).contains(name.utf8.count),
      name.utf8.allSatisfy(isPlain)
    else { return "req_\(RequestID())" }
    return name
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
