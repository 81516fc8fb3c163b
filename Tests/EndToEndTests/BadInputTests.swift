import JSON
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct BadInputTests {
  private static let telegram = "/in/tg/\(ChannelUnderTest.telegramWebhook.slug)"
  private static let vk = "/in/vk/\(ChannelUnderTest.vkCallback.slug)"
  private static let proof = [("X-Telegram-Bot-Api-Secret-Token", Secrets.telegramSecret)]

  /// A callback of VK that shows this secret.
  private static func callback(_ type: String, secret: String) -> [UInt8] {
    JSONWriter.bytes(
      of: [
        "group_id": JSONValue.number("\(ChannelUnderTest.group)"), "type": .string(type),
        "event_id": "0123456789abcdef", "v": "5.199", "object": [:], "secret": .string(secret),
      ] as JSONValue)
  }

  @Test func strangersAreToldNothing() async throws {
    try await Stage.set([.vkCallback, .telegramWebhook]) { stage in
      let update = Array(#"{"update_id":1,"message":{}}"#.utf8)
      let deep = Array((String(repeating: "[", count: 10_000)).utf8)
      let unknown = try await stage.ingress.post("/in/tg/nobody", update, Self.proof)

      let answers = [
        try await stage.ingress.post("/in/nowhere/nobody", update),
        try await stage.ingress.post(Self.telegram, update),
        try await stage.ingress.post(
          Self.telegram, update, [("X-Telegram-Bot-Api-Secret-Token", "guessed")]),
        try await stage.ingress.post(
          Self.vk, Self.callback("message_new", secret: "guessed")),
        try await stage.ingress.post(Self.vk, Array("no JSON".utf8)),
        try await stage.ingress.post(Self.vk, deep),
        try await stage.ingress.post(Self.vk, [0xFF, 0xFE]),
      ]
      let tooLarge = try await stage.ingress.post(
        Self.telegram, [], Self.proof + [("Content-Length", "\(2 << 20)")])

      #expect(unknown.status == 404)
      for answer in answers {
        #expect(answer.status == 404 && answer.body == unknown.body)
      }
      #expect(tooLarge.status == 413)
      try await stage.hasKept(nothingOf: [.vkCallback, .telegramWebhook])
    }
  }

  @Test func whatCannotBeReadIsKeptAndBlocksNobody() async throws {
    try await Stage.set([.vkCallback, .telegramWebhook]) { stage in
      let deep = String(repeating: #"{"message":"#, count: 10_000)
      let unreadable = [
        Array("no JSON".utf8), Array("[]".utf8), Array(deep.utf8),
        Array(#"{"update_id":900000003,"message":"no object"}"#.utf8),
        Array(#"{"update_id":900000001,"message":{"text":""#.utf8) + [0xFF] + Array(#""}}"#.utf8),
      ]
      for body in unreadable {
        let answer = try await stage.ingress.post(Self.telegram, body, Self.proof)
        #expect(answer.status == 200)
      }
      let unknown = try await stage.ingress.post(
        Self.telegram, Array(#"{"update_id":900000002,"hologram":{"message_id":1}}"#.utf8),
        Self.proof)
      let callback = try await stage.ingress.post(
        Self.vk, Self.callback("hologram_new", secret: Secrets.vkSecret))
      #expect(unknown.status == 200 && callback.status == 200 && callback.text == "ok")

      for channel in [ChannelUnderTest.vkCallback, .telegramWebhook] {
        let line = Line(channel: channel, person: 0, round: 0)
        try await line.write(on: stage)
        try await stage.hears(line)
      }

      #expect(try await stage.api.events().count == 2)
      let health = try await stage.api.health(of: ChannelUnderTest.telegramWebhook.name)
      #expect(health?["quarantined"]?.int == Int64(unreadable.count))
      #expect(health?["unread"]?.int == 0)
      try await stage.hasKept(nothingOf: [.vkCallback])
    }
  }

  @Test func callersOfTheAPILearnWhatIsWrong() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let nowhere = try await stage.api.post(
        "/v1/dialogs/6931f0a0c3d4e5f600000005/messages", ["content": "hi"])
      let noChannel = try await stage.api.post(
        "/v1/messages", ["channel_id": "nobody", "external_id": "5", "content": "hi"])
      let noBody = try await stage.api.post("/v1/messages", [])
      let stranger = try await LoopbackClient(port: stage.daemon.apiPort).get("/v1/events")

      #expect(nowhere.status == 404)
      #expect([404, 422].contains(noChannel.status))
      #expect(noBody.status == 422)
      #expect(stranger.status == 401)
      #expect(try await stage.api.events().isEmpty)
    }
  }
}

extension Stage {
  /// Sees that these channels have kept and read nothing.
  fileprivate func hasKept(nothingOf channels: [ChannelUnderTest]) async throws {
    for channel in channels {
      let health = try await api.health(of: channel.name)
      #expect(health?["unread"]?.int == 0 && health?["quarantined"]?.int == 0)
    }
  }
}
