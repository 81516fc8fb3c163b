import Glibc
import Logging
import UnixSignals

/// Lives the life of a daemon's process: from the start of its tree of children, by the orders of
/// signals, to the end of the drain.
package struct ServiceProcess<Time: Clock<Duration>>: Sendable {
  /// How long what was cancelled at the end may still take.
  static var lastGrace: Duration { .seconds(1) }

  /// All that the daemon does.
  private let tree: Child
  private let clock: Time
  private let notifier: SystemdNotifier
  private let logger: Logger

  /// How long the drain may take: five seconds less than the unit's `TimeoutStopSec`.
  package var drainLimit: Duration = .seconds(15)
  /// Runs beside the tree, since it has to outlive it.
  package var watchdog: Watchdog<Time>?
  /// Brings a new configuration into force, or throws and leaves the old one.
  package var reload: @Sendable () async throws -> Void = {}
  /// Ends the process though children still run. Nothing is lost by it: what counts is on disk.
  package var leave: @Sendable (ServiceStatus) -> Void = { _exit($0.rawValue) }

  package init(tree: Child, clock: Time, notifier: SystemdNotifier, logger: Logger) {
    self.tree = tree
    self.clock = clock
    self.notifier = notifier
    self.logger = logger
  }

  /// Runs the tree until it has drained or failed, and tells what to exit with.
  ///
  /// The first SIGTERM or SIGINT begins the drain, a second SIGINT ends the process at once, SIGHUP
  /// reloads.
  package func run(
    signals: some AsyncSequence<UnixSignal, Never> & Sendable
  ) async -> ServiceStatus {
    let (happenings, inbox) = AsyncStream.makeStream(of: Course.Happening.self)
    let shift = Shift(
      whenReady: { inbox.yield(.ready) },
      whenLeavingBehind: { inbox.yield(.leftBehind(failed: $0 != nil)) })
    return await withDiscardingTaskGroup { group in
      defer { group.cancelAll() }
      group.addTask { inbox.yield(.ended(failed: await keepTree(shift))) }
      group.addTask { for await signal in signals { inbox.yield(.signal(signal)) } }
      if let watchdog { group.addTask { await watchdog.run() } }

      var course = Course()
      for await happening in happenings {
        for step in course.take(happening) {
          switch step {
          case .tellReady: notifier.send(.ready)
          case .reload: group.addTask { inbox.yield(await reloaded()) }
          case .drain:
            drain(shift)
            group.addTask { inbox.yield(await overdue(after: drainLimit)) }
          case .cancel:
            cancel(shift)
            group.addTask { inbox.yield(await overdue(after: Self.lastGrace)) }
          case .leave(let status):
            logger.critical("leaving children behind", metadata: ["status": "\(status.rawValue)"])
            leave(status)
          case .end(let status): return status
          }
        }
      }
      return .interrupted
    }
  }

  private func keepTree(_ shift: Shift) async -> Bool {
    guard let failure = await shift.hold(tree) else { return false }
    logger.error("the tree has fallen", metadata: ["reason": "\(failure)"])
    return true
  }

  private func reloaded() async -> Course.Happening {
    notifier.sendReloading()
    do {
      try await reload()
      logger.notice("reloaded")
    } catch {
      logger.error("reload refused; the old settings stay", metadata: ["reason": "\(error)"])
    }
    return .reloaded
  }

  private func drain(_ shift: Shift) {
    logger.notice("draining", metadata: ["limit": "\(drainLimit)"])
    // Twice the grace: one for the children, one for the process to be gone.
    notifier.send(.stopping, .extendTimeout(drainLimit + Self.lastGrace * 2))
    shift.close()
  }

  private func cancel(_ shift: Shift) {
    logger.warning("the drain took too long; cancelling what is left")
    shift.cancel()
  }

  private func overdue(after limit: Duration) async -> Course.Happening {
    do {
      try await clock.sleep(for: limit)
    } catch {
      // Cancelled: the tree has ended in time, and nobody listens any more.
    }
    return .overdue
  }
}
