import AdapterKit
import EventModel
import JSON
import NIOHTTP1
import SQLiteStore
import Store
import Testing

/// Replies: what is checked, what is stored, and what is answered to a repeat.
struct SendingTests {
  @Test func aReplyIsPromisedAndAnswered() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(2)
      let dialog = try await gateway.dialog()

      let answer = try await gateway.client.post(
        "/v1/dialogs/\(dialog)/messages",
        """
        {"content": "Ваш заказ готов",
         "tags": ["vip"], "buttons": [{"text": "Да", "row": 0}],
         "attachments": [{"type": "photo", "url": "https://shop.example/a.jpg"}],
         "sender": {"type": "assistant", "id": "bot-1"}, "options": {"expires_in": 60}}
        """)

      #expect(answer.status == 202)
      #expect(answer.headers["Channeld-Degraded"] == ["buttons=text-links"])
      let event = try answer.json["event"]
      #expect(event["status"]["sending"]["status"].string == "queued")
      #expect(event["sender"]["id"].string == "bot-1")
      #expect(event["tags"].first.string == "vip")
      let part = try #require(try await gateway.store.unsent(of: Gateway.shop).lease(1).first)
      #expect(part.event.rawValue == event["id"].string)
      #expect(try part.part.request.parsed()["text"].string == "Ваш заказ готов")
      let stored = try await gateway.client.get("/v1/events/\(event["id"].string ?? "")")
      #expect(try stored.json["message"]["content"].string == "Ваш заказ готов")
      #expect(try await gateway.store.backlog(of: Gateway.shop).unsent == 1)
    }
  }

  @Test func theSenderIsTheKeyUnlessTheBodySays() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let answer = try await gateway.client.post(
        "/v1/dialogs/\(try await gateway.dialog())/messages", #"{"content": "x"}"#)

      #expect(try answer.json["event"]["sender"]["type"].string == "user")
      #expect(try answer.json["event"]["sender"]["id"].string == "desk")
    }
  }

  @Test func aRepeatIsAnsweredTheSameAndSentOnce() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let path = "/v1/dialogs/\(try await gateway.dialog())/messages"
      let key = ("Idempotency-Key", "order-123")
      let first = try await gateway.client.post(path, #"{"content": "x"}"#, [key])
      let second = try await gateway.client.post(path, #"{"content": "x"}"#, [key])
      let other = try await gateway.client.post(path, #"{"content": "y"}"#, [key])
      let elsewhere = try await gateway.client.post("/v1/messages", #"{"content": "x"}"#, [key])
      var sender = gateway.client
      sender.authorization = "Bearer \(Gateway.sender)"
      let stranger = try await sender.post(path, #"{"content": "z"}"#, [key])

      #expect(first.status == 202 && second.status == 202)
      #expect(first.body == second.body)
      #expect(first.headers["Idempotency-Replayed"] == [])
      #expect(second.headers["Idempotency-Replayed"] == ["true"])
      #expect(other.status == 422 && elsewhere.status == 422)
      #expect(try other.code == "idempotency_key_reused")
      #expect(try elsewhere.code == "idempotency_key_reused")
      #expect(stranger.status == 202)
      #expect(try await gateway.store.backlog(of: Gateway.shop).unsent == 2)
    }
  }

  @Test func aKeyHasBounds() async throws {
    try await Gateway.run { gateway in
      for (length, status) in [(255, 404), (256, 422)] {
        let key = ("Idempotency-Key", String(repeating: "k", count: length))
        let answer = try await gateway.client.post(
          "/v1/dialogs/none/messages", #"{"content": "x"}"#, [key])
        #expect(answer.status == status)
      }
    }
  }

  @Test func everyWrongFieldIsToldAtOnce() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let answer = try await gateway.client.post(
        "/v1/dialogs/\(try await gateway.dialog())/messages",
        """
        {"content": 5, "colour": "red", "a/b": 1, "buttons": [{"text": ""}, {"txt": "x"}, 7],
         "attachments": [{"type": "spell", "url": "file:///etc/passwd"}],
         "sender": {"type": "lead"}, "tags": ["", 3], "options": {"expires_in": 0, "loud": true},
         "delivery_ref": {"channel_type": "tg"}, "channel_id": "x"}
        """)

      #expect(answer.status == 422)
      #expect(
        try Set(answer.pointers) == [
          "#/content", "#/colour", "#/a~1b", "#/buttons/0/text", "#/buttons/1/text",
          "#/buttons/1/txt", "#/buttons/2", "#/buttons/2/text", "#/attachments/0/type",
          "#/attachments/0/url", "#/attachments/0", "#/sender/type", "#/sender/id", "#/tags/1",
          "#/options/expires_in", "#/options/loud", "#/delivery_ref/data_tg", "#/channel_id",
        ])
    }
  }

  @Test(arguments: [
    ("", 400), ("{", 400), ("{\"content\": \"\u{0}\"}", 400), ("[]", 422), ("null", 422),
    ("{}", 422), ("\"x\"", 422), (#"{"content": ""}"#, 422),
    (#"{"content": "x", "content": "y"}"#, 422),
    (String(repeating: "[", count: 10_000), 400),
    (
      #"{"tags": "# + String(repeating: "[", count: 200) + String(repeating: "]", count: 200) + "}",
      422
    ),
  ])
  func aBodyThatIsNoMessageIsRefused(body: String, status: Int) async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let path = "/v1/dialogs/\(try await gateway.dialog())/messages"
      let answer = try await gateway.client.post(path, body)

      #expect(answer.status == status)
      #expect(try await gateway.store.backlog(of: Gateway.shop).unsent == 0)
    }
  }

  @Test func aBodyThatIsTooLargeIsRefused() async throws {
    try await Gateway.run { gateway in
      let body = #"{"content": ""# + String(repeating: "x", count: 1 << 20) + #""}"#
      let answer = try await gateway.client.post("/v1/messages", body)

      #expect(answer.status == 413)
      #expect(try answer.code == "payload_too_large")
    }
  }

  @Test func aReplyReferenceMustBeOfTheConversation() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1, in: "1")
      try await gateway.receive(1, in: "2")
      let events = try await gateway.client.get("/v1/events?order=desc").json["items"]
      let newest = try #require(events.first["id"].string)
      let path = "/v1/dialogs/\(events.first["dialog_id"].string ?? "")/messages"
      let others = try #require(events.elements.compactMap { $0["dialog_id"].string }.last)

      let cases = [
        (path, #""reply_to_event_id": "\#(newest)""#, 202),
        ("/v1/dialogs/\(others)/messages", #""reply_to_event_id": "\#(newest)""#, 409),
        (path, #""reply_to_event_id": "6931f0a0c3d4e5f600000005""#, 422),
        (path, #""delivery_ref": {"channel_type": "vk", "data_vk": {"kind": "peer"}}"#, 409),
      ]
      for (path, reference, status) in cases {
        let answer = try await gateway.client.post(
          "\(path)?dry_run=true", #"{"content": "x", \#(reference)}"#)
        #expect(answer.status == (status == 202 ? 200 : status), "\(reference)")
        if status == 409 { #expect(try answer.code == "delivery_ref_mismatch") }
        if status == 202 {
          let quote = try answer.json["parts"].first["quote"]["data_tg"]["reply_to_message_id"]
          #expect(quote.string == "0")
        }
      }
      #expect(try await gateway.store.backlog(of: Gateway.shop).unsent == 0)
    }
  }

  @Test func whatWouldBeDoneOtherwiseCanBeRefused() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let path = "/v1/dialogs/\(try await gateway.dialog())/messages"
      let long = String(repeating: "x", count: 5_000)
      let cases: [(String, [String])] = [
        (
          #""content": "x", "buttons": [{"text": "a"}], "options": {"degrade": false}"#,
          ["buttons=text-links"]
        ),
        (#""content": "\#(long)", "options": {"split_long": false}"#, ["text=split"]),
        (
          #""content": "\#(long)", "buttons": [{"text": "a"}], "options": {"split_long": false}"#,
          ["text=split"]
        ),
        (
          #""content": "\#(long)", "buttons": [{"text": "a"}], "options": {"degrade": false}"#,
          ["buttons=text-links", "text=split"]
        ),
      ]
      for (members, degradations) in cases {
        let answer = try await gateway.client.post(path, "{\(members)}")
        #expect(answer.status == 409)
        #expect(try answer.code == "capability_missing")
        #expect(
          try answer.json["degradations"].elements.compactMap(\.string) == degradations)
      }
      let plain = try await gateway.client.post(
        path, #"{"content": "x", "options": {"degrade": false, "split_long": false}}"#)
      #expect(plain.status == 202)
      #expect(try await gateway.store.backlog(of: Gateway.shop).unsent == 1)
    }
  }

  @Test func whatTheAdapterRefusesIsRefused() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let path = "/v1/dialogs/\(try await gateway.dialog())/messages"
      let cases = [
        ("invalid", 422, "validation.failed"), ("unsupported", 409, "capability_missing"),
        ("place", 409, "delivery_ref_mismatch"),
      ]
      for (word, status, code) in cases {
        let answer = try await gateway.client.post(path, #"{"content": "refuse \#(word)"}"#)
        #expect(answer.status == status)
        #expect(try answer.code == code)
      }
    }
  }

  @Test func aStatelessReplyFindsItsDialog() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let event = try await gateway.client.get("/v1/events").json["items"].first
      let context = JSONFragment(event["source_context"]).bytes
      let reference = JSONFragment(event["delivery_ref"]).bytes
      let channel = #""channel_id": "\#(Gateway.shop)", "content": "x""#
      let stateless = try await gateway.client.post(
        "/v1/messages",
        """
        {\(channel), "source_context": \(String(decoding: context, as: UTF8.self)),
         "delivery_ref": \(String(decoding: reference, as: UTF8.self))}
        """)
      let person = try await gateway.client.post(
        "/v1/messages", #"{\#(channel), "external_id": "555"}"#)

      #expect(stateless.status == 202 && person.status == 202)
      #expect(try stateless.json["event"]["dialog_id"].string == event["dialog_id"].string)
      #expect(try person.json["event"]["dialog_id"].string != event["dialog_id"].string)
      let wrong = [
        (#"{"content": "x"}"#, ["#/channel_id", "#/source_context"]),
        (#"{\#(channel), "external_id": "5", "source_context": {}}"#, ["#/external_id"]),
        (#"{\#(channel), "external_id": "Ivan"}"#, ["#/external_id"]),
        (#"{\#(channel), "source_context": {}}"#, ["#/source_context"]),
        (#"{"channel_id": "none", "content": "x", "external_id": "5"}"#, ["#/channel_id"]),
      ]
      for (body, pointers) in wrong {
        let answer = try await gateway.client.post("/v1/messages", body)
        #expect(answer.status == 422)
        #expect(try answer.pointers == pointers)
      }
    }
  }
}
