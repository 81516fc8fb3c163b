import AdapterKit
import EventModel
import JSON
import NIOHTTP1
import SQLiteStore
import Store
import Testing

/// What is done to a message while the caller waits, and how it is told when it is not done.
struct MarksTests {
  @Test func aReactionComesAndGoes() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let event = try #require(try await gateway.received().first)
      let path = "/v1/messages/\(event)/reactions"
      let put = try await gateway.client.ask(.PUT, path, body: Array(#"{"emoji": "👍"}"#.utf8))
      let reactions = try put.json["message_interactions"]["reactions"]
      #expect(put.status == 200)
      #expect(reactions.first["emoji"].string == "👍" && reactions.first["count"].int == 1)
      #expect(put.headers["ETag"] == ["\"2\""])
      let taken = try await gateway.client.ask(.DELETE, path)
      #expect(taken.status == 200)
      #expect(try !taken.json["message_interactions"]["reactions"].first.exists)
      let wrong = try await gateway.client.ask(.PUT, path, body: Array("{}".utf8))
      #expect(wrong.status == 422)
      #expect(try wrong.pointers == ["#/emoji"])
    }
  }

  @Test func aPinComesAndGoes() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let event = try #require(try await gateway.received().first)
      let pinned = try await gateway.client.post("/v1/messages/\(event)/pin", #"{"silent": true}"#)
      let free = try await gateway.client.post("/v1/messages/\(event)/unpin", "")

      #expect(pinned.status == 200 && free.status == 200)
      let block = try pinned.json["message_interactions"]["pinning"]
      #expect(block["is_pinned"].bool == true && block["pinned_by"].string == "user:desk")
      #expect(pinned.headers["Channeld-Degraded"] == ["scope=local"])
      #expect(try free.json["message_interactions"]["pinning"]["is_pinned"].bool == false)
    }
  }

  @Test func whatThePlatformSaysIsTold() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let event = try #require(try await gateway.received().first)
      let cases: [(String, Int, String)] = [
        ("👎", 409, "platform_rejected"), ("👻", 504, "platform_no_answer"),
        ("🐢", 429, "rate_limited"),
      ]
      for (emoji, status, code) in cases {
        let answer = try await gateway.client.ask(
          .PUT, "/v1/messages/\(event)/reactions", body: Array(#"{"emoji": "\#(emoji)"}"#.utf8))
        #expect(answer.status == status)
        #expect(try answer.code == code)
        switch status {
        case 409:
          #expect(try answer.json["error_type"].string == "delivery.chat_not_found")
          #expect(try answer.json["platform_code"].string == "400")
        case 504:
          #expect(try answer.json["detail"].string?.contains("may be repeated") == true)
          #expect(try answer.json["may_be_repeated"].bool == true)
        default: #expect(answer.headers["Retry-After"] == ["7"])
        }
      }
      let row = try await gateway.client.get("/v1/events/\(event)").json
      #expect(row["event_version"].int == 1)
    }
  }

  @Test func abilitiesDecideBeforeAnythingIsAsked() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1, of: Gateway.desk)
      let event = try #require(try await gateway.received().first)
      let emoji = Array(#"{"emoji": "👎"}"#.utf8)
      let reaction = try await gateway.client.ask(
        .PUT, "/v1/messages/\(event)/reactions", body: emoji)
      let pin = try await gateway.client.post("/v1/messages/\(event)/pin", "")
      let poll = try await gateway.client.post("/v1/messages/\(event)/poll/stop", "")
      let none = try await gateway.client.post("/v1/messages/none/pin", "")

      #expect(reaction.status == 409 && pin.status == 409)
      #expect(try reaction.code == "capability_missing")
      #expect(try pin.code == "capability_missing")
      #expect(poll.status == 409)
      #expect(try poll.code == "conflict")
      #expect(none.status == 404)
    }
  }

  @Test func aMissingKeyOfTheChannelIsNamed() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let event = try await gateway.sent(#""content": "x""#)
      let answer = try await gateway.client.post("/v1/messages/\(event)/poll/stop", "")
      #expect(answer.status == 409)
      #expect(try answer.json["detail"].string?.contains("poll_key") == true)
    }
  }

  @Test func whatIsNotSentCannotBeMarked() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let event = try await gateway.queued(#""content": "x""#)
      let answer = try await gateway.client.post("/v1/messages/\(event)/pin", "")
      #expect(answer.status == 409)
      #expect(try answer.code == "conflict")
    }
  }

  @Test func aRepeatIsToldWhatTheFirstWas() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let event = try #require(try await gateway.received().first)
      let key = ("Idempotency-Key", "pin-1")
      let path = "/v1/messages/\(event)/pin"
      let first = try await gateway.client.post(path, "", [key])
      let second = try await gateway.client.post(path, "", [key])
      let other = try await gateway.client.post("/v1/messages/\(event)/unpin", "", [key])

      #expect(first.status == 200 && second.status == 200)
      #expect(first.body == second.body)
      #expect(second.headers["Idempotency-Replayed"] == ["true"])
      #expect(other.status == 422)
      let row = try await gateway.client.get("/v1/events/\(event)").json
      #expect(row["event_version"].int == 2)
    }
  }
}
