import NIOCore

/// What one connection knows of time: what it waits for, until when, and since when it is in a head
/// or a request. Bytes that trickle in never move a deadline.
struct ExchangeClock {
  private(set) var deadline = NIODeadline.distantFuture
  /// The first byte of a head came, and its last one not yet.
  private(set) var isInHead = false
  private var began: NIODeadline?
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
    let now = NIODeadline.now()
    began = now
    deadline = now + body
  }

  /// An answer is out; tells how long a request was in hand since its head was whole.
  mutating func end(_ idle: TimeAmount) -> TimeAmount {
    let now = NIODeadline.now()
    defer { began = nil }
    isInHead = false
    deadline = now + idle
    return began.map { now - $0 } ?? .zero
  }
}
