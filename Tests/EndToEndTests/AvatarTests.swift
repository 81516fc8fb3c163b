import JSON
import PlatformSimulator
import Testing

/// The pictures of groups and people, through our own hands.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct AvatarTests {
  private static let group: JSONValue = -4_001_001_002

  @Test func aGroupShowsItsPictureAndNoAddressOfThePlatforms() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let photo: JSONValue = ["kind": "photo", "name": "face.jpg", "text": "not really a picture"]
      try await stage.pushes(["text": "hello", "chat": Self.group, "file": photo])
      let sizes = try #require(
        stage.simulator.messages(ofBot: ChannelUnderTest.bot).last?.content["photo"])
      let heard = try await stage.service("message_created")
      #expect(try await stage.avatar(of: heard.dialog) == nil)

      try await stage.pushes(["chat": Self.group, "raw": ["new_chat_photo": sizes]])
      let url = try await stage.avatar(of: heard.dialog, isThere: true)
      #expect(url?.hasPrefix("/v1/attachments/") == true)
      try await eventually("the picture is here") {
        try await stage.api.ask(url ?? "").status == 200
      }
      #expect(try await stage.api.ask(url ?? "").text == "not really a picture")
      let asked = stage.simulator.calls(method: "file").count
      _ = try await stage.api.ask(url ?? "")
      #expect(stage.simulator.calls(method: "file").count == asked, "it is kept")

      try await stage.pushes(["chat": Self.group, "raw": ["delete_chat_photo": true]])
      #expect(try await stage.avatar(of: heard.dialog, isThere: false) == nil)
    }
  }

  @Test func aPersonsPictureIsLookedForOnce() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let photo: JSONValue = ["name": "face.jpg", "text": "a face"]
      try await stage.meets(["id": 501_000_021, "photo": photo])
      try await stage.meets(["id": 501_000_022])
      for _ in 1...2 {
        for person: JSONValue in [501_000_021, 501_000_022] {
          try await stage.pushes(["text": "hello"], from: person)
        }
      }
      try await eventually("all was heard") { try await stage.api.events().count == 4 }
      let dialogs = try await stage.api.events().reduce(into: [String: String]()) {
        $0[$1["sender"]?["external_id"]?.string ?? ""] = $1.dialog
      }

      let shown = try #require(dialogs["501000021"])
      let url = try await stage.avatar(of: shown, isThere: true)
      #expect(try await stage.api.ask(url ?? "").text == "a face")
      let asked = { stage.simulator.calls(method: "getUserProfilePhotos").count }
      try await eventually("both were looked for") { asked() == 2 }
      let other = try #require(dialogs["501000022"])
      #expect(try await stage.avatar(of: other) == nil)
      try await stage.pushes(["text": "again"], from: 501_000_022)
      try await eventually("that was heard") { try await stage.api.events().count == 5 }
      #expect(try await stage.avatar(of: other) == nil)
      #expect(asked() == 2)
    }
  }
}

extension Stage {
  fileprivate func meets(_ order: JSONValue) async throws {
    let answer = try await simulator.control("tg/\(ChannelUnderTest.bot)/people", order)
    try #require(answer.status == 200, "\(answer.body)")
  }

  fileprivate func pushes(
    _ order: JSONValue, from person: JSONValue = 501_000_009
  ) async throws {
    let order = order.with(["from": person])
    let answer = try await simulator.control("tg/\(ChannelUnderTest.bot)/messages", order)
    try #require(answer.status == 200, "\(answer.body)")
  }

  /// The first event of a kind.
  fileprivate func service(_ action: String) async throws -> JSONValue {
    var found: JSONValue?
    try await eventually("\(action) is heard") {
      found = try await api.events().first { $0["action_type"]?.string == action }
      return found != nil
    }
    return try #require(found)
  }

  /// The picture of a dialog, as soon as it has one or has none any more.
  fileprivate func avatar(of dialog: String, isThere: Bool? = nil) async throws -> String? {
    var url: String?
    try await eventually("the picture has changed") {
      url = try await api.get("/v1/dialogs/\(dialog)")["display_info"]?["avatar_url"]?.string
      return isThere == nil || isThere == (url != nil)
    }
    return url
  }
}
