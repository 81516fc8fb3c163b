import JSON
import PlatformSimulator
import Testing

/// Messages with files, in every trouble.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct FileTableTests {
  @Test(arguments: MessageTableTests.channels)
  func messagesWithFilesComeToTheirEnd(on channel: ChannelUnderTest) async throws {
    try await MessageTableTests.play(MessageKind.withFiles, on: channel)
  }

  @Test func anUploadThatWasCutOffIsMadeAgain() async throws {
    try await Stage.set([.vkCallback]) { stage in
      let talk = try await stage.talk(on: .vkCallback)
      let fault = Fault(.holdBefore, match: "upload/doc")
      stage.simulator.play(fault, onCommunity: ChannelUnderTest.group)
      let id = try await talk.say(try await MessageKind.file.body(in: talk)).id
      try await stage.holds(one: "upload/doc", on: "vk/\(ChannelUnderTest.group)")
      #expect(try await stage.api.event(id).sending == "uploading_attachments")
      try await stage.daemon.kill()
      try await stage.hangsUp("vk/\(ChannelUnderTest.group)")
      try await stage.daemon.start()

      #expect(try await stage.api.ended(id).sending == "sent")
      #expect(try await talk.arrived().count == 1)
      #expect(talk.calls("messages.send").count == 1)
    }
  }

  @Test func severalFilesGoAsOneWhereThePlatformCan() async throws {
    try await Stage.set([.telegramWebhook, .vkCallback]) { stage in
      for channel in [ChannelUnderTest.telegramWebhook, .vkCallback] {
        let talk = try await stage.talk(on: channel)
        let event = try await talk.hasSaid(try await MessageKind.album.body(in: talk))
        #expect(event["attachments"]?.elements.count == 3)
        let method = channel == .vkCallback ? "messages.send" : "sendMediaGroup"
        #expect(talk.calls(method).count == 1)
        #expect(try await talk.arrived().count == (channel == .vkCallback ? 1 : 3))
        #expect(try await talk.arrived().filter { !$0.isEmpty } == ["this is album"])
      }
    }
  }
}
