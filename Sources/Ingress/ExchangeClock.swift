import NIOCore

/// What one connection knows of time: what it waits for, until when, and since when it is in a head
/// or a request. Bytes that trickle in never move a deadline.
struct ExchangeClock {
  private(set) var deadline = NIODeadline.distantFuture
  /// The first byte of a head came, and its last one not yet.
  private(set) var isInHead = false
  private var began = NIODeadline.now()
  private var sawPartInRead = false

  mutating func allow(_ time: TimeAmount) { deadline = .now() + time }

  mutating func hurry(_ time: TimeAmount) { deadline = min(deadline, .now() + time) }

  mutating func sawPart() { sawPartInRead = true }

  /// Bytes without any part are the beginning of a head.
  mutating func readEnded(betweenRequests: Bool, head: TimeAmount) {
    if betweenRequests, !sawPartInRead, !isInHead {
      isInHead = true
      hurry(head)
    }
    sawPartInRead = false
  }

  /// A head is whole.
  mutating func begin(_ body: TimeAmount) {
    isInHead = false
    began = .now()
    deadline = began + body
  }

  /// An answer is out; tells how long the request was in hand.
  mutating func end(_ idle: TimeAmount) -> TimeAmount {
    let now = NIODeadline.now()
    isInHead = false
    deadline = now + idle
    return now - began
  }
}
