import AdapterKit
import EventModel
import Foundation
import JSON
import SQLiteStore
import Store
import Testing

extension Gateway {
  /// Stores messages of a chat, oldest first, a second apart; two share each time.
  func receive(
    _ count: Int, in chat: String = "83159543", of channel: ChannelID = shop,
    expecting expected: AdapterKit.Expectation? = nil
  ) async throws {
    let queue = store.unread(of: channel)
    for number in 0..<count {
      let payload = Payload(
        channel: channel, transport: "webhook",
        receivedAt: Timestamp(seconds: 1_780_740_000), body: Array("{}".utf8))
      try await store.keep([payload], cursor: nil, of: channel)
      guard let item = try await queue.lease(1).first else { throw Client.NoAnswer() }
      var draft = Self.draft("\(number)", at: Int64(number / 2), in: chat)
      draft.expects = expected
      try await queue.settle([
        (item: item, outcome: .read(Reading([.event(draft)]), as: FakeAdapter().identity))
      ])
    }
  }

  private static func draft(_ name: String, at second: Int64, in chat: String) -> EventDraft {
    let at = Timestamp(seconds: 1_780_740_000 - 1_000 + second)
    var draft = EventDraft(
      .messageCreated(Message("message \(name)")), target: Event.Target(.message, id: name), at: at,
      by: Sender(.lead, externalID: chat),
      links: .init(
        dialog: [.address(FakeAdapter.address(chat))],
        claims: [Claim("\(chat) \(name)", at: at)], message: MessageKey(space: chat, id: name)))
    draft.place = Event.Place(
      sourceContext: FakeAdapter.context(.inbound, chat),
      deliveryRef: DeliveryRef(PlatformData("tg") { $0.member("reply_to_message_id", name) }))
    draft.externalMessageID = name
    return draft
  }

  /// The identifier of the newest dialog.
  func dialog() async throws -> String {
    try await client.get("/v1/dialogs").json["dialogs"].first["id"].string ?? "none"
  }

  /// Sends a message and has it arrive under a name.
  func sent(_ members: String, as name: String = "900") async throws -> String {
    let path = "/v1/dialogs/\(try await dialog())/messages"
    let answer = try await client.post(path, "{\(members)}")
    let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    try await settleNext { _ in
      .sent(PartReceipt([MessageKey(space: "83159543", id: name)], sentAt: now), at: now)
    }
    return try answer.json["event"]["id"].string ?? "none"
  }

  /// Promises a message that waits.
  func queued(_ members: String) async throws -> String {
    let path = "/v1/dialogs/\(try await dialog())/messages"
    return try await client.post(path, "{\(members)}").json["event"]["id"].string ?? "none"
  }

  /// What the platform is asked next.
  func nextRequest() async throws -> JSONView? {
    try await store.unsent(of: Gateway.shop).lease(1).first?.part.request.parsed()
  }

  /// The names of the events of the other side, newest first.
  func received() async throws -> [String] {
    try await client.get("/v1/events").json["items"].elements
      .filter { $0["sender"]["type"].string == "lead" }.compactMap { $0["id"].string }
  }
}
