import AdapterKit
import EventModel
import JSON
import Store

/// A store with one channel, and a time that stands still.
struct StoreScene<Subject: Store> {
  private(set) var store: Subject
  let clock: StoppedClock
  private let opening: @Sendable (Subject, StoppedClock) async throws -> Subject
  let channel = Sample.channel.id

  init(
    _ store: Subject, clock: StoppedClock,
    reopen: @escaping @Sendable (Subject, StoppedClock) async throws -> Subject
  ) {
    self.store = store
    self.clock = clock
    opening = reopen
  }

  var unread: Subject.Unread { store.unread(of: channel) }
  var unsent: Subject.Unsent { store.unsent(of: channel) }

  /// Ends the process, as far as the store can tell, and starts another.
  mutating func reopen() async throws {
    store = try await opening(store, clock)
    try await store.register(Sample.channel)
  }

  // MARK: In

  func keep(
    _ bodies: String..., by transport: String = "webhook", cursor: PollCursor? = nil
  ) async throws {
    let payloads = bodies.map {
      Sample.payload($0, in: channel, at: clock.now, by: transport)
    }
    try await store.keep(payloads, cursor: cursor, of: channel)
  }

  /// Reads all that is unread.
  func readAll() async throws {
    while case let items = try await unread.lease(64), !items.isEmpty { try await settle(items) }
  }

  func settle(_ items: [UnreadPayload]) async throws {
    try await unread.settle(
      items.map {
        (item: $0, outcome: .read(Sample.reading(of: $0.payload), as: Sample.identity))
      })
  }

  /// Reads one draft, as if a payload of its own had brought it.
  func read(_ draft: Draft) async throws {
    try await keep("")
    let items = try await unread.lease(1)
    try await unread.settle(
      items.map { (item: $0, outcome: .read(Reading([draft]), as: Sample.identity)) })
  }

  // MARK: Out

  /// Promises a message of so many parts.
  @discardableResult
  func send(
    to person: String, parts: Int = 1, repeats: Part.Repeats = .areSeen
  ) async throws -> EventID {
    let event = store.nextEventID()
    _ = try await store.accept(
      Sample.submission(
        event, to: person, parts: parts, at: clock.now, repeats: repeats))
    return event
  }

  /// Leases what is due and settles each part as `outcome` says.
  func work(_ outcome: (DuePart) -> SendOutcome) async throws {
    let parts = try await unsent.lease(64)
    try await unsent.mark(parts, at: clock.now)
    try await unsent.settle(parts.map { (item: $0, outcome: outcome($0)) })
  }

  /// A receipt that names the part in its person's conversation by its mark.
  func receipt(_ part: DuePart, in person: String) -> SendOutcome {
    let key = Sample.key(person, Sample.mark(part.event, part.number))
    return .sent(PartReceipt([key], sentAt: clock.now), at: clock.now)
  }

  // MARK: Looking

  func events(
    _ filter: EventFilter = EventFilter(), _ page: PageRequest = PageRequest(isAscending: true)
  ) async throws -> [Event] {
    try await store.events(filter, page).rows.map { try Event(bytes: $0.bytes) }
  }

  func event(_ id: EventID) async throws -> Event {
    try Event(bytes: require(try await store.event(id), "event \(id)").bytes)
  }

  /// The dialog with a person.
  func dialog(with person: String) async throws -> Dialog {
    var filter = DialogFilter()
    filter.externalID = Sample.address(of: person)
      .externalID(platform: Sample.platform, channel: channel)
    return try require(
      try await store.dialogs(filter, PageRequest()).rows.first, "dialog with \(person)")
  }
}

extension Event {
  init(bytes: [UInt8]) throws { self = try Event(from: JSONDocument(parsing: bytes).root) }
}
