import JSON
import Synchronization
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct StoppingTests {
  @Test func isToldToStopAmidRequestsAndForgetsNoneItTook() async throws {
    try await Stage.set([.vkCallback]) { stage in
      let line = Line(channel: .vkCallback, person: 0, round: 0)
      try await line.write(on: stage)
      try await stage.hears(line)
      let dialog = try #require(try await stage.api.events().first?.dialog)
      let taken = Taken()

      let status = try await withThrowingTaskGroup(of: Void.self) { group in
        for caller in 0..<4 {
          group.addTask { await taken.call(as: caller, on: stage) }
          group.addTask { await taken.answer(as: caller, in: dialog, on: stage) }
        }
        try await eventually("many requests were taken") { taken.texts.count > 40 }
        let status = try await stage.daemon.stop()
        try await group.waitForAll()
        return status
      }
      try await stage.daemon.start()

      #expect(status == 0)
      try await eventually("everything is read") {
        try await stage.api.health(of: ChannelUnderTest.vkCallback.name)?["unread"]?.int == 0
      }
      let found = Dictionary(try await stage.api.events().map { ($0.text, 1) }, uniquingKeysWith: +)
      for text in taken.texts { #expect(found[text] == 1, "\(text) was taken") }
    }
  }
}

/// What a daemon has said that it took.
private final class Taken: Sendable {
  private let list = Mutex<[String]>([])

  var texts: [String] { list.withLock { $0 } }

  /// Calls as VK does, one event after the other, until nobody answers any more.
  func call(as caller: Int, on stage: Stage) async {
    for number in 0... {
      let text = "called \(caller) \(number)"
      let body = Self.callback(text, from: caller, number)
      let path = "/in/vk/\(ChannelUnderTest.vkCallback.slug)"
      guard let answer = try? await stage.ingress.post(path, body) else { return }
      if answer.text == "ok" { list.withLock { $0.append(text) } }
    }
  }

  /// Sends one answer after the other, until nobody answers any more.
  func answer(as caller: Int, in dialog: String, on stage: Stage) async {
    for number in 0... {
      let text = "answered \(caller) \(number)"
      let path = "/v1/dialogs/\(dialog)/messages"
      guard let answer = try? await stage.api.post(path, ["content": .string(text)]) else { return }
      if answer.status == 202 { list.withLock { $0.append(text) } }
    }
  }

  private static func callback(_ text: String, from caller: Int, _ number: Int) -> [UInt8] {
    let person = JSONValue.number("\(502_000_000 + caller)")
    let message: JSONValue = [
      "id": .number("\(900_000 + caller * 10_000 + number)"), "date": 1_790_000_000,
      "conversation_message_id": .number("\(900_000 + number)"), "from_id": person,
      "peer_id": person, "text": .string(text), "out": 0, "random_id": 0, "attachments": [],
    ]
    let event: JSONValue = [
      "group_id": .number("\(ChannelUnderTest.group)"), "type": "message_new", "v": "5.199",
      "event_id": .string("e2e-\(caller)-\(number)"), "secret": .string(Secrets.vkSecret),
      "object": ["message": message, "client_info": [:]],
    ]
    return JSONWriter.bytes(of: event)
  }
}
