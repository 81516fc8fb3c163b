import AdapterKit
import EventModel
import Ingress
import Logging
import Store
import Synchronization

/// A listener with one channel, `/in/tg/x`, whose secret is in the header `x-secret`.
struct RunningIngress {
  let port: Int
  let server: IngressServer
  let intake: FakeIntake
  let routes: WebhookRoutes
  /// Ends the run; what is in hand is answered.
  let close: @Sendable () -> Void
  /// Cancels the run's task.
  let cancel: @Sendable () -> Void

  /// How a listener is to be run.
  struct Setup {
    var place = IngressServer.Place.address(host: "127.0.0.1", port: 0)
    var limits = IngressLimits()
    var intake = FakeIntake()
    var routes = WebhookRoutes(["tg/x": .named("shop")])
    var trusted: Set<String> = []
    var threads = 1
    var logger = Logger(label: "test")
  }

  /// Runs a listener until `body` returns.
  static func with<Value: Sendable>(
    _ setup: Setup = Setup(), _ body: (RunningIngress) async throws -> Value
  ) async throws -> Value {
    var context = IngressServer.Context(logger: setup.logger) {
      Timestamp(seconds: 1_780_743_600)
    }
    context.trustedProxies = setup.trusted
    context.threads = setup.threads
    let server = IngressServer(
      at: setup.place, setup.limits, routes: setup.routes, intake: setup.intake, context: context)
    let (ready, end, abort) = (Flag(), Flag(), Flag())
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        defer { ready.raise() }
        try await run(server, until: end, or: abort, ready: ready)
      }
      await ready.wait()
      defer { end.raise() }
      guard let port = server.port else {
        try await group.waitForAll()
        throw RawClient.NoConnection()
      }
      let value = try await body(
        RunningIngress(
          port: port, server: server, intake: setup.intake, routes: setup.routes,
          close: end.raise, cancel: abort.raise))
      end.raise()
      try await group.waitForAll()
      return value
    }
  }

  /// Runs the server in a task that is cancelled when `abort` is raised.
  private static func run(
    _ server: IngressServer, until end: Flag, or abort: Flag, ready: Flag
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run(closing: end.wait, ready: ready.raise) }
      group.addTask { await abort.wait() }
      // Whichever ends first ends the other one.
      try await group.next()
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  func client() throws -> RawClient { try RawClient(port: port) }
}

extension WebhookReceiver {
  /// Takes whatever bears the right secret; a body `hello` is a handshake, `big` is too large.
  static func named(_ name: String, secret: String = "right") -> WebhookReceiver {
    WebhookReceiver(channel: ChannelID("ch_\(name)"), name: name) {
      (request) throws(WebhookRefusal) in
      guard request.header("X-Secret") == secret else { throw .unauthenticated }
      guard request.body != Array("big".utf8) else { throw .tooLarge }
      let isHandshake = request.body == Array("hello".utf8)
      return WebhookReception(
        keeping: isHandshake
          ? nil : WebhookReception.Kept(headers: [WireHeader("k", "v")], body: request.body),
        answer: WebhookAnswer(body: isHandshake ? "confirmed" : "ok"))
    }
  }
}

/// Something that happens once, and can be waited for.
final class Flag: Sendable {
  private struct State {
    var isRaised = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  @Sendable func raise() {
    let waiting = state.withLock { state in
      defer { state.waiting = [] }
      state.isRaised = true
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  @Sendable func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isRaised = state.withLock { state in
          if !state.isRaised { state.waiting.append(continuation) }
          return state.isRaised
        }
        if isRaised { continuation.resume() }
      }
    } onCancel: {
      raise()
    }
  }
}

/// Looks until the condition holds; false when it does not by the limit.
func holds(within seconds: Double = 10, _ condition: () -> Bool) async -> Bool {
  let end = ContinuousClock.now + .seconds(seconds)
  while !condition() {
    guard ContinuousClock.now < end else { return false }
    await pause()
  }
  return true
}

/// Lets others work between two looks; a cancelled test looks on.
func pause() async { try? await Task.sleep(for: .milliseconds(1)) }

/// A request with the right secret.
func webhook(_ body: String, to path: String = "/in/tg/x", _ headers: String...) -> String {
  "POST \(path) HTTP/1.1\r\nHost: x\r\nX-Secret: right\r\n"
    + headers.map { "\($0)\r\n" }.joined()
    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
}
