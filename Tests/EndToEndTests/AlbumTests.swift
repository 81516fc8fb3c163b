import JSON
import PlatformSimulator
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct AlbumTests {
  @Test func threePicturesAreOneEventAndALateOneAmendsIt() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      for number in 0..<3 { try await stage.sendsPicture(number) }
      // What is written behind the album stands behind it.
      try await Line(channel: .telegramWebhook, person: 0, round: 0).write(on: stage)
      try await eventually("the album and the line are there") {
        try await stage.api.events("&messages_only=true").count == 2
      }
      let album = try #require(try await stage.api.events("&messages_only=true").first)
      #expect(album["attachments"]?.elements.count == 3, "one event of three")
      let first = try await stage.api.changes().first { $0["event"]?.id == album.id }
      #expect(first?["event"]?["attachments"]?.elements.count == 3, "whole from the first")

      try await stage.sendsPicture(3)
      try await eventually("the late one is added") {
        try await stage.api.event(album.id)["attachments"]?.elements.count == 4
      }
      #expect(try await stage.api.event(album.id).version > album.version)
      #expect(try await stage.api.events("&messages_only=true").count == 2)
      try await stage.streamedEachVersionOnce()
    }
  }

  @Test func anAlbumAloneComesWhenItIsWhole() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      for number in 0..<3 { try await stage.sendsPicture(number) }
      try await eventually("the album is there", within: .seconds(10)) {
        try await stage.api.events("&messages_only=true").count == 1
      }
      let album = try #require(try await stage.api.events("&messages_only=true").first)
      #expect(album["attachments"]?.elements.count == 3)
    }
  }

  @Test func anAlbumThatIsHeldOutlivesAKill() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      for number in 0..<3 { try await stage.sendsPicture(number) }
      try await eventually("Telegram has got rid of it") {
        stage.simulator.deliveriesWaiting == 0
      }
      try await stage.cutPower(after: .zero)
      try await eventually("the album is there") {
        try await stage.api.events("&messages_only=true").count == 1
      }
      let album = try #require(try await stage.api.events("&messages_only=true").first)
      #expect(album["attachments"]?.elements.count == 3)
    }
  }
}

extension Stage {
  /// Somebody sends an item of one and the same album.
  fileprivate func sendsPicture(_ number: Int) async throws {
    let answer = try await simulator.control(
      "tg/\(ChannelUnderTest.bot)/messages",
      [
        "from": 501_000_000, "raw": ["media_group_id": "13500000000000001"],
        "file": [
          "kind": "photo", "name": .string("\(number).jpg"), "text": .string("picture \(number)"),
        ],
      ])
    try #require(answer.status == 200, "\(answer.body)")
  }
}
