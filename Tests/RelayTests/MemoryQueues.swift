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
    var waiting: [DialogID: [DuePart]] = [:]
    /// The lanes that have something to send and are not busy, by when they are due.
    var lanes: [(lane: DialogID, dueAt: Timestamp)] = []
    var leases = 0
    var marks = 0
    var finished = 0
    var settledMarks = 0
  }

  let bell = Bell()
  let marked = Notes<String>()
  let settled = Notes<Settled>()
  /// What was being brought to the platform.
  let uploading = Notes<String>()
  /// What settling fails with.
  let failure = Mutex<StoreError?>(nil)
  private let now: @Sendable () -> Timestamp
  private let state = Mutex(State())

  init(at now: @escaping @Sendable () -> Timestamp) { self.now = now }

  init(at wall: WallClock, _ parts: (lane: DialogID, text: String)...) {
    now = { wall.now }
    for part in parts { promise(part.text, in: part.lane) }
  }

  var leases: Int { state.withLock(\.leases) }
  /// How many parts were marked and not settled since.
  var inFlight: Int { state.withLock { $0.marks - $0.settledMarks } }
  /// How many parts are done with.
  var finished: Int { state.withLock(\.finished) }

  func promise(_ text: String, in lane: DialogID, for patience: Duration = .seconds(3600)) {
    let now = now()
    promise(
      DuePart(
        Part(JSONFragment(trusted: Array(text.utf8))), of: EventID(text), in: lane, at: .nowhere,
        expiresAt: now.advanced(by: patience)))
  }

  func promise(_ part: DuePart) {
    let (now, lane) = (now(), part.lane)
    state.withLock { state in
      if state.waiting[lane] == nil { state.lanes.append((lane, now)) }
      state.waiting[lane, default: []].append(part)
    }
    bell.ring()
  }

  func lease(_ limit: Int) async throws(StoreError) -> [DuePart] {
    let now = now()
    return state.withLock { state in
      state.leases += 1
      state.lanes.sort { $0.dueAt < $1.dueAt }
      let due = state.lanes.prefix { $0.dueAt <= now }.prefix(limit)
      state.lanes.removeFirst(due.count)
      return due.compactMap { state.waiting[$0.lane]?.first }
    }
  }

  func nextDue() async throws(StoreError) -> Timestamp? {
    state.withLock { $0.lanes.map(\.dueAt).min() }
  }

  func mark(_ parts: [DuePart], at: Timestamp) async throws(StoreError) {
    for part in parts { marked.note(part.event.rawValue) }
    state.withLock { $0.marks += parts.count }
  }

  func beginUploading(_ part: DuePart, at: Timestamp) async throws(StoreError) {
    uploading.note(part.event.rawValue)
  }

  func settle(_ done: [(item: DuePart, outcome: SendOutcome)]) async throws(StoreError) {
    if let failure = failure.withLock({ $0 }) { throw failure }
    let now = now()
    for (part, outcome) in done {
      settled.note(Settled(part: part.event.rawValue, outcome: outcome.word))
      state.withLock { state in
        if outcome.wasTried { state.settledMarks += 1 }
        if let next = outcome.next(of: part) {
          state.waiting[part.lane]?[0] = next
        } else if outcome.dueAt == nil {
          state.finished += 1
          state.waiting[part.lane]?.removeFirst()
        }
        if state.waiting[part.lane]?.isEmpty == false {
          state.lanes.append((part.lane, outcome.dueAt ?? now))
        } else {
          state.waiting[part.lane] = nil
        }
      }
    }
    bell.ring()
  }
}

extension SendOutcome {
  /// When the part is due again; nil when it is done with.
  fileprivate var dueAt: Timestamp? {
    switch self {
    case .retry(let at, _), .postponed(let at), .unknown(let at, _): at
    case .sent, .uncertain, .failed, .mended, .moved: nil
    }
  }

  /// Whether the part was marked before.
  fileprivate var wasTried: Bool {
    if case .postponed = self { false } else { true }
  }

  /// The part as it is due again, when it has changed.
  fileprivate func next(of part: DuePart) -> DuePart? {
    var next = part
    switch self {
    case .unknown:
      next.isUnknown = true
      next.lookUps += 1
    case .mended(let mended, let degradation):
      next = part.saying(mended)
      next.mended.append(degradation)
    case .moved(_, let moved):
      next = part.saying(moved)
      next.isMoved = true
    default: return nil
    }
    return next
  }

  fileprivate var word: String {
    switch self {
    case .sent: "sent"
    case .retry: "retry"
    case .postponed: "postponed"
    case .unknown: "unknown"
    case .mended(_, let degradation): "mended: \(degradation.rawValue)"
    case .moved(let address, _): "moved to \(address.chatID)"
    case .uncertain: "uncertain"
    case .failed(let error, _): "failed: \(error.kind.rawValue)"
    }
  }
}

extension DuePart {
  /// The same part in other words.
  fileprivate func saying(_ other: Part) -> DuePart {
    var next = DuePart(
      other, number: number, of: operation, in: lane, at: address, expiresAt: expiresAt)
    next.mended = mended
    next.isMoved = isMoved
    return next
  }
}

extension Dialog.Address {
  static let nowhere = Dialog.Address(
    kind: "private", ids: ["1"], dialogType: .privateChat, chatID: "1")
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
