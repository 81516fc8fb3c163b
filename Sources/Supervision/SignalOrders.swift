import Glibc
import UnixSignals

/// Reads orders to the daemon from the signals it gets.
struct SignalOrders: Sendable {
  enum Order: Sendable, Hashable {
    case drain, endNow, reload
  }

  private var isDraining = false
  private var interrupts = 0

  /// What the signal asks for; nil if that was asked before.
  mutating func order(by signal: UnixSignal) -> Order? {
    switch signal {
    case .sighup:
      return .reload
    case .sigint where interrupts > 0:
      return .endNow
    case .sigint, .sigterm:
      if signal == .sigint { interrupts += 1 }
      defer { isDraining = true }
      return isDraining ? nil : .drain
    default:
      return nil
    }
  }
}

/// The signals that `ServiceProcess` heeds.
package enum DaemonSignals {
  /// Takes them from their default, and lets the process survive a peer that hangs up (SIGPIPE).
  package static func trap() async -> UnixSignalsSequence {
    signal(SIGPIPE, SIG_IGN)
    return await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
  }
}
