import AdapterKit
import CCurl
import EventModel

/// The commands that the curl thread has not taken yet, and whether it takes any.
struct Inbox {
  private enum Phase { case open, stopping, stopped }

  private var phase = Phase.open
  private var commands: [Command] = []
  /// Requests that the thread had in hand when it last took commands.
  private var underWay = 0
  private var doorbell: Doorbell?

  mutating func begin() { phase = .open }

  mutating func stop() {
    phase = .stopping
    doorbell?.ring()
  }

  /// From here on the thread can be woken.
  mutating func connect(_ doorbell: Doorbell) { self.doorbell = doorbell }

  /// Returns the commands that came too late; the doorbell will not be rung again.
  mutating func close() -> [Command] {
    phase = .stopped
    doorbell = nil
    underWay = 0
    defer { commands = [] }
    return commands
  }

  /// Keeps a command for the thread, or says why not.
  mutating func add(_ command: Command, _ limits: CurlLimits) -> SendFailure? {
    guard phase == .open else {
      return .unavailable(DeliveryError(.unknown, "Nothing is sent while libcurl is stopped"))
    }
    if case .exchange = command, underWay + commands.count >= limits.inFlight + limits.waiting {
      let error = DeliveryError(.rateLimit, "Too many requests wait for their turn")
      return .throttled(retryAfter: .seconds(1), .channel, error)
    }
    commands.append(command)
    if commands.count == 1 { doorbell?.ring() }
    return nil
  }

  /// Hands all commands to the thread, which has so many requests in hand; nil when it shall end.
  mutating func take(underWay: Int) -> [Command]? {
    guard phase == .open else { return nil }
    self.underWay = underWay + commands.count
    defer { commands.removeAll(keepingCapacity: true) }
    return commands
  }
}

/// Wakes the curl thread.
///
/// Sound, because `curl_multi_wakeup` is the one function of a multi handle that any thread may
/// call, and because the inbox lets the doorbell go, under its lock, before the handle is cleaned
/// up.
struct Doorbell: @unchecked Sendable {
  let multi: UnsafeMutableRawPointer

  func ring() { curl_multi_wakeup(multi) }
}
