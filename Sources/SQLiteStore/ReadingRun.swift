import AdapterKit
import EventModel
import Store

/// What of the waiting payloads is read next.
///
/// A payload whose reading was begun by a process that ended may have ended it: it is read alone,
/// so that the next end blames nobody else, and after too many ends it is not read at all.
struct ReadingRun {
  /// How often reading a payload may be begun; it ended the process every time.
  private static let mostAttempts: Int64 = 3

  private(set) var poison: ArraySlice<WaitingPayload>
  private(set) var leased: ArraySlice<WaitingPayload>
  /// What stays for a later run.
  private(set) var left: ArraySlice<WaitingPayload>

  /// - Parameter waiting: payloads in the order of their arrival.
  init(_ waiting: [WaitingPayload]) {
    poison = waiting.prefix { $0.isSuspect && $0.attempts >= Self.mostAttempts }
    let rest = waiting[poison.endIndex...]
    leased = rest.prefix { !$0.isSuspect }
    if leased.isEmpty { leased = rest.prefix(1) }
    left = rest[leased.endIndex...]
  }
}

/// A payload that nobody has read.
struct WaitingPayload {
  let number: Int64
  /// How often reading it was begun so far.
  let attempts: Int64
  /// Whether this process began the last of these attempts, and goes on with it.
  let isBegun: Bool
  let payload: Payload

  /// Whether it may have ended a process.
  var isSuspect: Bool { attempts > 0 && !isBegun }

  var item: UnreadPayload {
    UnreadPayload(
      number: number, attempt: Int(attempts) + (isBegun ? 0 : 1), payload: payload)
  }
}
