import Logging
import Synchronization

/// VK and Telegram on one loopback port: servers that speak the platforms' own protocols, and a
/// control API below `/_sim` to play the people on the other side (see `ControlRoutes`).
///
/// The same operations are methods here, for tests that run it in their own process.
package final class Simulator: Sendable {
  /// Why there is no port to connect to.
  package struct NotRunning: Error {}

  private enum Listening: Sendable {
    case notYet
    case on(Int)
    case ended
  }

  package let settings: SimulatorSettings
  let logger: Logger
  private let world: Mutex<World>
  private let listening = Mutex(Listening.notYet)
  private let started = Bell()
  /// Rings whenever anything has changed, for the webhook sender.
  let somethingChanged = Bell()
  /// Rings when something of that account has changed, for its pollers.
  private let bells: [AccountID: Bell]

  package init(_ settings: SimulatorSettings, logger: Logger = Logger(label: "simulator")) {
    self.settings = settings
    self.logger = logger
    world = Mutex(World(settings))
    let accounts: [AccountID] =
      settings.communities.map { .vk($0.groupID) } + settings.bots.map { .telegram($0.token) }
    bells = Dictionary(accounts.map { ($0, Bell()) }) { $1 }
  }

  /// Listens, answers and calls webhooks until the task is cancelled.
  package func run() async throws {
    defer {
      listening.withLock { $0 = .ended }
      started.ring()
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await SimulatorServer(simulator: self).run() }
      group.addTask { await WebhookSender(simulator: self).run() }
      try await group.next()
      group.cancelAll()
    }
  }

  /// The port it listens on; waits until it does.
  package var port: Int {
    get async throws {
      while true {
        let rings = started.rings
        switch listening.withLock({ $0 }) {
        case .on(let port): return port
        case .ended: throw NotRunning()
        case .notYet: await started.wait(after: rings, until: .now.advanced(by: .seconds(1)))
        }
        try Task.checkCancellation()
      }
    }
  }

  /// The address that clients are given.
  package var url: String {
    get async throws { "http://\(settings.host):\(try await port)" }
  }

  /// Runs a simulator for as long as `body` takes; what that does beside it does not delay when
  /// the simulator sees a call.
  package static func running<Result: Sendable>(
    _ settings: SimulatorSettings, _ body: @Sendable @escaping (Simulator) async throws -> Result
  ) async throws -> Result {
    let simulator = Simulator(settings)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask(priority: .high) {
        try await simulator.run()
        return nil
      }
      group.addTask { try await body(simulator) }
      defer { group.cancelAll() }
      while let finished = try await group.next() {
        if let result = finished { return result }
      }
      throw NotRunning()
    }
  }

  /// Notes the port and tells the accounts their own address.
  func isListening(on port: Int) {
    let base = "http://\(settings.host):\(port)"
    world.withLock { world in
      for id in world.communities.keys { world.communities[id]?.base = base }
      for token in world.bots.keys { world.bots[token]?.base = base }
    }
    listening.withLock { $0 = .on(port) }
    started.ring()
  }

  /// Reads the world.
  func look<Result: Sendable>(_ body: (borrowing World) -> Result) -> Result {
    world.withLock { body($0) }
  }

  /// Changes what belongs to an account, and wakes its pollers and the webhook sender.
  func change<Result: Sendable>(_ account: AccountID, _ body: (inout World) -> Result) -> Result {
    defer {
      bells[account]?.ring()
      somethingChanged.ring()
    }
    return changeUnheard(body)
  }

  /// Changes the world in a way that nobody waits for.
  func changeUnheard<Result: Sendable>(_ body: (inout World) -> Result) -> Result {
    world.withLock { body(&$0) }
  }

  /// Asks again at every change of an account until there is an answer or the time is over.
  func wait<Answer: Sendable>(
    for account: AccountID, until deadline: ContinuousClock.Instant,
    _ ask: (inout World) -> Answer?
  ) async -> Answer? {
    guard let bell = bells[account] else { return nil }
    while !Task.isCancelled {
      let rings = bell.rings
      if let answer = changeUnheard(ask) { return answer }
      guard ContinuousClock.now < deadline else { return nil }
      await bell.wait(after: rings, until: deadline)
    }
    return nil
  }
}

/// One account of a simulator.
enum AccountID: Hashable, Sendable {
  /// A community by its group id.
  case vk(Int64)
  /// A bot by its token.
  case telegram(String)
}
