import AdapterKit
import Curl
import EventModel
import Glibc
import Logging
import Media
import Relay
import SQLiteStore
import Store
import Supervision

/// The daemon: what it is made of, and the tree that keeps it running.
struct Daemon: Sendable {
  let settings: DaemonSettings
  let store: SQLiteStore
  let curl: CurlMulti
  let files: FileStore
  let channels: [ChannelRuntime]
  let sockets: InheritedSockets
  private let environment: [String: String]
  let logger: Logger
  let pulses = Pulses()
  /// Rings once platforms can call us.
  let listening = Bell()
  let clock = ContinuousClock()
  private let lock: StateLock

  /// Opens the store and makes every channel known to it; nothing runs yet.
  init(
    _ settings: DaemonSettings, environment: [String: String], logger: Logger
  ) async throws {
    self.settings = settings
    self.environment = environment
    self.logger = logger
    sockets = try InheritedSockets(environment: environment, processID: getpid())
    try sockets.keepPrivate()
    lock = try StateLock(directory: settings.stateDirectory)
    let process = (0..<5).map { _ in UInt8.random(in: .min ... .max) }
    store = try SQLiteStore(
      path: settings.stateDirectory + "/channeld.sqlite", process: process, now: Timestamp.now)
    curl = CurlMulti()
    files = try Self.files(of: settings, in: store)
    var channels: [ChannelRuntime] = []
    for channel in settings.channels {
      channels.append(try await Self.open(channel, of: settings, in: store))
    }
    self.channels = channels
  }

  private static func open(
    _ channel: ConfiguredChannel, of settings: DaemonSettings, in store: SQLiteStore
  ) async throws(StoreError) -> ChannelRuntime {
    var record = ChannelRecord(
      id: channel.id, name: channel.name, platform: type(of: channel.adapter).platform)
    record.project = settings.project
    record.agentID = channel.agentID
    record.isTest = channel.isTest
    record.files = channel.files
    record.hasPictures = channel.adapter is any PictureFetching
    let pace = channel.limits?.applied(to: channel.adapter.abilities.pace)
    try await store.register(record)
    guard channel.adapter is any WebhookReceiving else {
      return ChannelRuntime(record, adapter: channel.adapter, slug: nil, pace: pace)
    }
    var slug = channel.slug
    if slug == nil {
      let fresh = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
      slug = try await store.slug(of: channel.id, suggested: Hexadecimal.text(of: fresh))
    }
    return ChannelRuntime(record, adapter: channel.adapter, slug: slug, pace: pace)
  }

  /// The process around the tree, with its signals, its watchdog and what systemd is told.
  func process() -> ServiceProcess<ContinuousClock> {
    let notifier = SystemdNotifier(environment: environment, logger: logger)
    let house = Supervisor(.rest, house, clock: clock) { $0.write(to: logger) }
    var process = ServiceProcess(
      tree: house.child(named: "channeld", patience: .seconds(14)), clock: clock,
      notifier: notifier, logger: logger)
    if let interval = WatchdogInterval(environment: environment, processID: getpid()) {
      process.watchdog = Watchdog(
        every: interval, of: pulses, clock: clock,
        voice: Watchdog.Voice(notifier: notifier, logger: logger))
    }
    return process
  }

  // MARK: The tree, top to bottom

  /// What carries the house, each part standing on those before it.
  private var house: [Child] {
    let curl = curl
    let transport = Child("curl") { try await curl.run() }
    let rooms = channels.map { channel in
      Supervisor(.one, parts(of: channel), clock: clock) { $0.write(to: logger) }
        .child(named: channel.record.name, restart: .patient, patience: .seconds(8))
    }
    let channels = Supervisor(.one, rooms, clock: clock) { $0.write(to: logger) }
      .child(named: "channels", patience: .seconds(9))
    return [transport, retention, channels, ingress, gateway]
  }

  /// What one channel does; its troubles stay in it, for as long as they take.
  private func parts(of channel: ChannelRuntime) -> [Child] {
    let name = channel.record.name
    let transport = CurlTransport(over: curl)
    let reading = ReadingWorker(store.unread(of: channel.record.id), of: channel, in: world)
    let binding = Binding(
      channel, over: transport, webhookURL: webhookURL(of: channel),
      untilCallable: { [listening] in await listening.wait(since: 0) })
    return [
      work("\(name)/reading") { try await reading.run($0, $1) },
      Child("\(name)/binding", restart: .untilDone) { try await binding.run() },
    ] + sending(channel, over: transport) + receiving(channel, over: transport)
  }

  /// How news reaches a channel beside its webhook.
  private func receiving(_ channel: ChannelRuntime, over transport: CurlTransport) -> [Child] {
    let name = channel.record.name
    var children: [Child] = []
    if let adapter = channel.adapter as? any Polling, adapter.isPolled {
      let worker = PollingWorker(
        adapter, of: channel, over: transport, into: store, in: world)
      children.append(watch("\(name)/polling") { try await worker.run($0) })
    }
    if let url = webhookURL(of: channel), let adapter = channel.adapter as? any WebhookSubscribing {
      let worker = WebhookWorker(adapter, at: url, of: channel, over: transport, on: clock)
      children.append(watch("\(name)/webhook") { try await worker.run($0) })
    }
    if let adapter = channel.adapter as? any Listening {
      let worker = ListeningWorker(
        adapter, of: channel, over: transport, into: store, now: Timestamp.now)
      children.append(watch("\(name)/listening") { try await worker.run($0) })
    }
    return children
  }

  /// Ends what a worker does for hours by cancelling it.
  func watch(
    _ name: String, _ run: @escaping @Sendable (Pulse) async throws -> Void
  ) -> Child {
    let pulses = pulses
    return Child(name, restart: .patient) {
      try await pulses.watching(name, within: Self.bound, run)
    }
  }

  /// What every worker is told of the world.
  var world: World<ContinuousClock> {
    World(clock: clock, now: Timestamp.now, logger: logger)
  }

  /// How long a worker may stand still before the watchdog counts it as stalled.
  private static var bound: Duration { .seconds(60) }

  func work(
    _ name: String, _ run: @escaping @Sendable (Shift, Pulse) async throws -> Void
  ) -> Child {
    let pulses = pulses
    return Child(name, restart: .patient, patience: .seconds(7)) { shift in
      shift.ready()
      try await pulses.watching(name, within: Self.bound) { try await run(shift, $0) }
    }
  }
}

extension RestartPolicy {
  /// For what is done once: tried again for as long as it fails.
  fileprivate static let untilDone = RestartPolicy(
    .onFailure, limit: nil,
    pauses: Pauses(from: .seconds(1), to: .seconds(60), afterHealth: .seconds(600)))
}
