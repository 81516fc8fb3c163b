import AdapterKit
import EventModel
import JSON
import Relay
import Store
import Synchronization

/// An outbox that nothing keeps.
final class MemoryOutbox: SendQueue {
  struct Settled: Equatable {
    let part: String
    let outcome: String
  }

  private struct State {
    var waiting: [DuePart] = []
    var dueAt: [DialogID: Timestamp] = [:]
    var busy: Set<DialogID> = []
    var leases = 0
  }

  let bell = Bell()
  let marked = Notes<String>()
  let settled = Notes<Settled>()
  /// What settling fails with.
  let failure = Mutex<StoreError?>(nil)
  private let wall: WallClock
  private let state = Mutex(State())

  init(at wall: WallClock, _ parts: (lane: DialogID, text: String)...) {
    self.wall = wall
    for part in parts { promise(part.text, in: part.lane) }
  }

  var leases: Int { state.withLock(\.leases) }

  func promise(_ text: String, in lane: DialogID, for patience: Duration = .seconds(3600)) {
    let part = DuePart(
      event: EventID(text), number: 0, lane: lane,
      part: Part(JSONFragment(trusted: Array(text.utf8))), attempt: 1, firstTriedAt: nil,
      expiresAt: wall.now.advanced(by: patience))
    state.withLock { $0.waiting.append(part) }
    bell.ring()
  }

  func lease(_ limit: Int) async throws(StoreError) -> [DuePart] {
    let now = wall.now
    return state.withLock { state in
      state.leases += 1
      var parts: [DuePart] = []
      for part in state.waiting where parts.count < limit && !state.busy.contains(part.lane) {
        guard state.dueAt[part.lane] ?? now <= now else { continue }
        state.busy.insert(part.lane)
        parts.append(part)
      }
      return parts
    }
  }

  func nextDue() async throws(StoreError) -> Timestamp? {
    state.withLock { state in
      state.waiting.filter { !state.busy.contains($0.lane) }.compactMap { state.dueAt[$0.lane] }
        .min()
    }
  }

  func mark(_ parts: [DuePart], at: Timestamp) async throws(StoreError) {
    for part in parts { marked.note(part.event.rawValue) }
  }

  func settle(_ done: [(item: DuePart, outcome: SendOutcome)]) async throws(StoreError) {
    if let failure = failure.withLock({ $0 }) { throw failure }
    for (part, outcome) in done {
      settled.note(Settled(part: part.event.rawValue, outcome: outcome.word))
      state.withLock { state in
        state.busy.remove(part.lane)
        state.dueAt[part.lane] = outcome.dueAt
        if outcome.dueAt == nil { state.waiting.removeAll { $0.event == part.event } }
      }
    }
    bell.ring()
  }
}

extension SendOutcome {
  /// When the part is due again; nil when it is done with.
  fileprivate var dueAt: Timestamp? {
    switch self {
    case .retry(let at, _), .postponed(let at): at
    case .sent, .uncertain, .failed: nil
    }
  }

  fileprivate var word: String {
    switch self {
    case .sent: "sent"
    case .retry: "retry"
    case .postponed: "postponed"
    case .uncertain: "uncertain"
    case .failed(let error, _): "failed: \(error.kind.rawValue)"
    }
  }
}

/// Unread payloads that nothing keeps.
final class MemoryUnread: WorkQueue {
  let bell = Bell()
  /// How each run went, in order: what was read, or why not.
  let runs = Notes<[String]>()
  private let waiting = Mutex<[UnreadPayload]>([])
  private let leased = Mutex(0)

  var leases: Int { leased.withLock { $0 } }

  func arrive(_ bodies: [String]) {
    waiting.withLock { waiting in
      waiting += bodies.enumerated().map { number, body in
        UnreadPayload(
          number: Int64(number), attempt: 1,
          payload: Payload(
            channel: "channel", transport: "webhook",
            receivedAt: Timestamp(seconds: 1_800_000_000), body: Array(body.utf8)))
      }
    }
    bell.ring()
  }

  func lease(_ limit: Int) async throws(StoreError) -> [UnreadPayload] {
    leased.withLock { $0 += 1 }
    return waiting.withLock { waiting in
      defer { waiting.removeFirst(min(limit, waiting.count)) }
      return Array(waiting.prefix(limit))
    }
  }

  func settle(_ done: [(item: UnreadPayload, outcome: ReadOutcome)]) async throws(StoreError) {
    runs.note(
      done.map { item, outcome in
        switch outcome {
        case .read: String(decoding: item.payload.body, as: UTF8.self)
        case .unreadable(let error): error.code
        }
      })
  }

  func nextDue() async throws(StoreError) -> Timestamp? { nil }
}

/// A journal that nothing keeps.
final class MemoryJournal: Journal {
  struct Kept: Equatable {
    let bodies: [String]
    let transports: Set<String>
    let cursor: String?
  }

  let changes = Bell()
  let kept = Notes<Kept>()
  /// What keeping fails with.
  let failure = Mutex<StoreError?>(nil)
  private let unread = Mutex(0)
  private let start: [StreamName: PollCursor]

  init(from cursor: PollCursor? = nil) {
    start = cursor.map { [$0.stream: $0] } ?? [:]
  }

  func setUnread(_ count: Int) {
    unread.withLock { $0 = count }
    changes.ring()
  }

  func cursors(of channel: ChannelID) async throws(StoreError) -> [StreamName: PollCursor] {
    start
  }

  func backlog(of channel: ChannelID) async throws(StoreError) -> Backlog {
    Backlog(unread: unread.withLock { $0 }, quarantined: 0, unsent: 0, uncertain: 0)
  }

  func keep(
    _ payloads: [Payload], cursor: PollCursor?, of channel: ChannelID,
    done: @escaping @Sendable (Result<Void, StoreError>) -> Void
  ) {
    if let failure = failure.withLock({ $0 }) { return done(.failure(failure)) }
    kept.note(
      Kept(
        bodies: payloads.map { String(decoding: $0.body, as: UTF8.self) },
        transports: Set(payloads.map(\.transport)), cursor: cursor?.value))
    done(.success(()))
  }
}
