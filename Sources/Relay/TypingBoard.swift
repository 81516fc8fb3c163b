import AdapterKit
import EventModel
import Store
import Synchronization

/// The conversations of one channel in which our side is seen typing.
package final class TypingBoard: Sendable {
  struct Sign: Sendable {
    let outgoing: Outgoing
    let until: Timestamp
    var dueAt: Timestamp
  }

  private let signs = Mutex<[DialogID: Sign]>([:])
  let bell = Bell()

  /// In more conversations at once nobody types.
  package static let most = 1000
  package static let longest: Duration = .seconds(120)
  /// Platforms show a sign for about five seconds.
  package static let interval: Duration = .seconds(4)

  package init() {}

  /// Shows the sign from now on, again and again until its time is over, it is taken off, or a
  /// message leaves in the conversation; false when there are too many.
  package func begin(
    _ outgoing: Outgoing, in lane: DialogID, for duration: Duration, at now: Timestamp
  ) -> Bool {
    let sign = Sign(
      outgoing: outgoing, until: now.advanced(by: min(duration, Self.longest)), dueAt: now)
    let isKept = signs.withLock { signs in
      guard signs[lane] != nil || signs.count < Self.most else { return false }
      signs[lane] = sign
      return true
    }
    if isKept { bell.ring() }
    return isKept
  }

  /// Nothing more is shown there.
  package func end(_ lane: DialogID) {
    signs.withLock { $0[lane] = nil }
  }

  /// What is to be shown now; it is due again after the interval.
  func takeDue(at now: Timestamp) -> [(lane: DialogID, outgoing: Outgoing)] {
    signs.withLock { signs in
      signs = signs.filter { $0.value.until > now }
      var due: [(lane: DialogID, outgoing: Outgoing)] = []
      for (lane, sign) in signs where sign.dueAt <= now {
        signs[lane]?.dueAt = now.advanced(by: Self.interval)
        due.append((lane, sign.outgoing))
      }
      return due
    }
  }

  func nextDue() -> Timestamp? { signs.withLock { $0.values.map(\.dueAt).min() } }

  /// In how many conversations our side is seen typing.
  var count: Int { signs.withLock(\.count) }
}
