import Logging

/// Vouches for the service to systemd, as long as every worker makes progress.
package struct Watchdog<Time: Clock<Duration>>: Sendable {
  private let interval: WatchdogInterval
  private let pulses: Pulses
  private let clock: Time
  private let voice: Voice

  /// Where the watchdog speaks.
  package struct Voice: Sendable {
    let notifier: SystemdNotifier
    let logger: Logger

    package init(notifier: SystemdNotifier, logger: Logger) {
      self.notifier = notifier
      self.logger = logger
    }
  }

  package init(every interval: WatchdogInterval, of pulses: Pulses, clock: Time, voice: Voice) {
    self.interval = interval
    self.pulses = pulses
    self.clock = clock
    self.voice = voice
  }

  /// Vouches three times within systemd's patience, until cancelled.
  package func run() async {
    var detector = StallDetector()
    var named: [String] = []
    let start = clock.now
    while !Task.isCancelled {
      let stalled = detector.stalled(pulses.watched, at: start.duration(to: clock.now))
      if stalled.isEmpty { voice.notifier.send(.watchdog) }
      if stalled != named { name(stalled) }
      named = stalled
      do { try await clock.sleep(for: interval.patience / 3) } catch { return }
    }
  }

  private func name(_ stalled: [String]) {
    guard !stalled.isEmpty else { return voice.logger.notice("every worker moves again") }
    let names = stalled.joined(separator: ", ")
    voice.logger.critical(
      "workers stand still; the watchdog keeps silent", metadata: ["workers": "\(names)"])
    if let line = StatusLine("stalled: \(names)") { voice.notifier.send(.status(line)) }
  }
}

/// How long systemd waits for a sign of life before it ends the service.
package struct WatchdogInterval: Sendable, Hashable {
  package let patience: Duration

  package init(patience: Duration) {
    self.patience = patience
  }

  /// Nil if systemd expects no signs of life, or expects them of another process.
  package init?(environment: [String: String], processID: Int32) {
    guard let microseconds = environment["WATCHDOG_USEC"].flatMap({ Int64($0) }), microseconds > 0
    else { return nil }
    if let process = environment["WATCHDOG_PID"], process != "\(processID)" { return nil }
    patience = .microseconds(microseconds)
  }
}
