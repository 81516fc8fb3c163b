import Foundation
import JSON
import PlatformSimulator
import Testing

/// The daemon with real servers around it: simulated platforms, which outlive it, and a mail
/// server.
struct Stage: Sendable {
  let simulator: Simulator
  let mailroom: Mailroom
  let daemon: DaemonUnderTest
  /// What the daemon's calls and letters go through, where it was asked for.
  var door: FrontDoor?

  var api: APIClient { APIClient(port: daemon.apiPort) }
  var ingress: LoopbackClient { LoopbackClient(port: daemon.ingressPort) }

  /// Starts it all, with a daemon that has these channels and knows who it is on each, plays, and
  /// ends it all. Whatever was played, no secret may be found in the daemon's log.
  ///
  /// - Parameter adding: lines of the configuration for the last channel.
  /// - Parameter behindDoor: whether a door, open at first, stands between the daemon and what it
  ///   sends to.
  static func set(
    _ channels: [ChannelUnderTest], adding: String = "",
    on platforms: SimulatorSettings = ChannelUnderTest.simulated(), behindDoor: Bool = false,
    _ play: @escaping @Sendable (Stage) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "e2e-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let mail = folder.appending(path: "mail")
    let mailroom = try await Mailroom(in: mail, filesSent: channels.contains(.filingEmail))
    try await Simulator.running(platforms) { simulator in
      var (port, smtp) = (try await simulator.port, mailroom.smtpPort)
      var door: FrontDoor?
      if behindDoor {
        let isMail = channels.contains(where: \.isMail)
        let shut = try await FrontDoor(to: isMail ? smtp : port)
        try await shut.open()
        if isMail { smtp = shut.port } else { port = shut.port }
        door = shut
      }
      let list = channels.map {
        $0.configuration(simulator: port, mail: (mailroom.imapPort, smtp))
      }
      let daemon = try await DaemonUnderTest(in: folder, channels: list.joined() + adding)
      let stage = Stage(simulator: simulator, mailroom: mailroom, daemon: daemon, door: door)
      let outcome = await Outcome {
        if channels.contains(where: \.isMail) { try await mailroom.open() }
        try await daemon.start()
        try await stage.isBound(channels)
        try await play(stage)
      }
      let ending = await Outcome {
        try await daemon.kill()
        try await door?.close()
        try await mailroom.close()
        try await stage.keptItsSecrets()
      }
      try outcome.get()
      try ending.get()
    }
    try FileManager.default.removeItem(at: folder)
  }

  /// Waits until every channel knows who it is and its platform knows where to call.
  func isBound(_ channels: [ChannelUnderTest]) async throws {
    for channel in channels {
      try await eventually("\(channel.name) is well") {
        try await api.health(of: channel.name)?["status"]?.string == "ok"
      }
    }
    if channels.contains(.vkCallback) {
      try await eventually("VK has confirmed the callback server") {
        let ledger = try await simulator.control("vk/\(ChannelUnderTest.group)/ledger").body
        return ledger["callback_servers"]?.elements.contains { $0["status"] == "ok" } == true
      }
    }
  }

  /// Neither in what the daemon said nor in what it stored there is a secret.
  private func keptItsSecrets() async throws {
    let log = try await daemon.log
    #expect(log.contains("gateway listens"))
    let stored = try await daemon.stored
    for secret in Secrets.all {
      #expect(!log.contains(secret), "a secret stands in the daemon's log")
      #expect(stored.range(of: Data(secret.utf8)) == nil, "a secret stands in the daemon's store")
    }
  }
}

extension Stage {
  /// Waits until a line is an event, and sees that it is only one.
  func hears(_ line: Line) async throws {
    try await eventually("\(line.text) is an event") {
      try await api.events().contains { $0.text == line.text }
    }
    #expect(try await api.events().filter { $0.text == line.text }.count == 1)
  }

  /// Kills the daemon after a while and starts it again.
  func cutPower(after moment: Duration) async throws {
    try await Task.sleep(for: moment)
    try await daemon.kill()
    try await daemon.start()
  }
}

/// How something went that may fail.
private enum Outcome {
  case success
  case failure(any Error)

  init(_ work: () async throws -> Void) async {
    do {
      try await work()
      self = .success
    } catch { self = .failure(error) }
  }

  func get() throws {
    if case .failure(let error) = self { throw error }
  }
}
