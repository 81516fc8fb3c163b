import AdapterKit
import EventModel
import JSON
import Logging
import Settings
import Store
import Synchronization

@testable import Relay
@testable import Supervision

/// A platform of nobody, whose every answer a test decides.
struct ToyAdapter: Polling, Listening {
  static let platform: Platform = "toy"
  static var forReading: ToyAdapter? { nil }

  var pace = Pace(Rate(10_000, per: .seconds(1)))
  var reads: @Sendable (String) throws(PayloadError) -> Reading = { _ in Reading([]) }
  var sends: @Sendable (String) async throws(SendFailure) -> Void = { _ in }
  var polls: @Sendable (PollCursor?) async throws(SendFailure) -> PollBatch = { _ in
    PollBatch([], cursor: nil)
  }
  var hears: [PollBatch] = []
  var plans: @Sendable (Outgoing) throws(Refusal) -> Plan = { (_) throws(Refusal) in
    throw Refusal(.unsupported, "a toy plans nothing")
  }

  init() {}
  init?(reading settings: inout SettingsReader) { nil }

  var identity: ChannelIdentity { ChannelIdentity(externalID: "toy") }
  var abilities: Abilities {
    Abilities(pace: pace, places: [.init([], limits: .init(longestText: 100), grants: [:])])
  }
  var isPolled: Bool { true }
  var transportName: String { "wire" }

  func bind(over transport: some Transport) async throws(SendFailure) -> ChannelIdentity {
    identity
  }

  func drafts(
    from payload: Payload, as identity: ChannelIdentity
  ) throws(PayloadError) -> Reading {
    try reads(String(decoding: payload.body, as: UTF8.self))
  }

  func plan(_ outgoing: Outgoing, as identity: ChannelIdentity) throws(Refusal) -> Plan {
    try plans(outgoing)
  }

  func send(
    _ part: Part, with files: [ReadyFile], over transport: some Transport
  ) async throws(SendFailure) -> PartReceipt {
    try await sends(String(decoding: part.request.bytes, as: UTF8.self))
    return PartReceipt([])
  }

  func address(of place: RequestedPlace) throws(Refusal) -> Dialog.Address {
    throw Refusal(.unsupported, "a toy is nowhere")
  }

  func poll(
    after cursor: PollCursor?, over transport: some Transport
  ) async throws(SendFailure) -> PollBatch {
    try await polls(cursor)
  }

  func listen(
    from cursors: [StreamName: PollCursor], over transport: some Transport,
    keep: @Sendable (PollBatch) async throws(SendFailure) -> Void
  ) async throws(SendFailure) {
    for batch in hears { try await keep(batch) }
  }
}

/// A way to nowhere: toys need none.
struct NoTransport: Transport {
  struct Stream: ByteStream {
    var opening: [String] { [] }
    func send(_ bytes: [UInt8], within limit: Duration) async throws(SendFailure) {}
    func receive(within limit: Duration) async throws(SendFailure) -> [UInt8] { [] }
    func close() async {}
  }

  func perform(_ request: TransferRequest) async throws(SendFailure) -> TransferResponse {
    throw .unavailable(DeliveryError(.unknown, "there is no way"))
  }

  func open(_ endpoint: Endpoint) async throws(SendFailure) -> Stream { Stream() }
}

/// A wall clock that a test moves.
final class WallClock: Sendable {
  private let time = Mutex(Timestamp(seconds: 1_800_000_000))

  var now: Timestamp { time.withLock { $0 } }

  func pass(_ duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }
}

/// A clock whose sleepers sleep until they are cancelled; it notes for how long they meant to.
final class SleepersClock: Clock, Sendable {
  typealias Duration = Swift.Duration
  typealias Instant = ContinuousClock.Instant

  let now = ContinuousClock.now
  let sleeps = Notes<Duration>()
  var minimumResolution: Duration { .nanoseconds(1) }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    sleeps.note(now.duration(to: deadline))
    try await ContinuousClock().sleep(for: .seconds(600))
  }
}

/// What happened, in order.
final class Notes<Note: Sendable & Equatable>: Sendable {
  private let notes = Mutex<[Note]>([])

  var all: [Note] { notes.withLock { $0 } }

  func note(_ note: Note) { notes.withLock { $0.append(note) } }
}

/// A door that stays shut until a test opens it.
final class Door: Sendable {
  private let bell = Bell()

  func pass() async { await bell.wait(since: 0) }
  func open() { bell.ring() }
}

/// Why a condition did not come about.
struct NeverHappened: Error { let what: String }

/// Polls until the condition holds, ten seconds at most.
func eventually(_ what: String, _ condition: () -> Bool) async throws {
  let limit = ContinuousClock.now + .seconds(10)
  while !condition() {
    guard ContinuousClock.now < limit else { throw NeverHappened(what: what) }
    try await Task.sleep(for: .milliseconds(1))
  }
}

/// Runs a worker while the body looks on; then its shift is closed, and it must end.
func running(
  _ work: @escaping @Sendable (Shift, Pulse) async throws -> Void,
  _ body: (Shift) async throws -> Void
) async throws {
  let shift = Shift()
  try await withThrowingDiscardingTaskGroup { group in
    group.addTask {
      try await Pulses().watching("worker", within: .seconds(60)) { try await work(shift, $0) }
    }
    try await body(shift)
    shift.close()
  }
}

extension ChannelRuntime {
  static func of(_ adapter: ToyAdapter) -> ChannelRuntime {
    ChannelRuntime(
      ChannelRecord(id: "channel", name: "toy", platform: ToyAdapter.platform), adapter: adapter,
      slug: nil)
  }
}

extension World<ContinuousClock> {
  /// The world as a test has it: time passes when the test says so.
  static func at(_ wall: WallClock) -> World {
    World(clock: ContinuousClock(), now: { wall.now }, logger: .silent)
  }
}

extension Logger {
  static let silent = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
}
