import JSON
import NIOHTTP1
import PlatformSimulator
import Testing

/// Files that people send us, and those that cannot be had.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct InboundFileTests {
  @Test(arguments: [ChannelUnderTest.telegramWebhook, .vkCallback])
  func aFileFollowsItsEvent(on channel: ChannelUnderTest) async throws {
    try await Stage.set([channel]) { stage in
      try await stage.sends(["name": "note.txt", "text": "0123456789"], on: channel)
      let event = try await stage.fileIs("ready", of: 1)
      let file = event["attachments"]?[0]
      #expect(file?["file_size"] == 10 && file?["sha256"]?.string?.count == 64)
      let path = "/v1/attachments/\(file?.id ?? "")/content"

      let whole = try await stage.api.ask(path)
      #expect(whole.text == "0123456789")
      let part = try await stage.api.client.ask(.GET, path, [("Range", "bytes=2-4")])
      #expect(part.status == 206 && part.text == "234")
      let tag = try #require(whole.headers.first(name: "ETag"))
      let known = try await stage.api.client.ask(.GET, path, [("If-None-Match", tag)])
      #expect(known.status == 304)
      let beyond = try await stage.api.client.ask(.GET, path, [("Range", "bytes=99-")])
      #expect(beyond.status == 416)
      try await stage.streamedEachVersionOnce()
    }
  }

  /// A way in which a file cannot be had.
  enum Trouble: String, CaseIterable, Sendable {
    case gone, endless, redirect
    case tooLarge = "too_large"
  }

  @Test(arguments: [ChannelUnderTest.telegramWebhook, .vkCallback], Trouble.allCases)
  func whatCannotBeHadIsSaidOnce(on channel: ChannelUnderTest, as trouble: Trouble) async throws {
    try await Stage.set([channel]) { stage in
      try await stage.sends(
        ["name": "note.txt", "trouble": .string(trouble.rawValue)], on: channel)
      let event = try await stage.fileIs("failed", of: 1)
      let file = event["attachments"]?[0]
      #expect(file?["unavailable_reason"]?.string?.isEmpty == false)
      #expect(file?["upload_error"]?.string?.isEmpty == false)
      #expect(file?["storage_url"] == nil, "there is nothing to get")
      let gone = try await stage.api.ask("/v1/attachments/\(file?.id ?? "")/content")
      #expect(gone.status == 410, "\(gone.text)")

      // Whoever comes later is served, and nobody asks for the first file again.
      try await stage.sends(["name": "other.txt", "text": "fine"], on: channel)
      _ = try await stage.fileIs("ready", of: 2)
      let asked = stage.simulator.calls(method: "file").count
      #expect(asked <= 2, "asked \(asked) times for two files")
      let versions = try await stage.api.changes().filter { $0["event"]?.id == event.id }
      #expect(versions.count == 2, "its coming and its failing")
      #expect(try stage.daemon.size < 64 << 20)
      try await stage.streamedEachVersionOnce()
    }
  }
}

extension Stage {
  /// A person sends a file.
  func sends(_ file: JSONValue, on channel: ChannelUnderTest) async throws {
    let isVK = channel == .vkCallback
    let account = isVK ? "vk/\(ChannelUnderTest.group)" : "tg/\(ChannelUnderTest.bot)"
    let kind: JSONValue = ["kind": isVK ? "doc" : "document"]
    let answer = try await simulator.control(
      "\(account)/messages", ["from": 501_000_000, "text": "look", "file": kind.with(file)])
    try #require(answer.status == 200, "\(answer.body)")
  }

  /// The newest event with a file, when there are so many and its file has come so far.
  func fileIs(_ status: String, of count: Int) async throws -> JSONValue {
    var found: [JSONValue] = []
    try await eventually("file \(count) is \(status)") {
      found = try await api.events().filter { $0["attachments"]?.elements.isEmpty == false }
      return found.count == count
        && found.last?["attachments"]?[0]?["upload_status"]?.string == status
    }
    return try #require(found.last)
  }
}
