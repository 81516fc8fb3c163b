import AdapterKit
import EventModel
import JSON
import NIOHTTP1
import SQLiteStore
import Store
import Testing

@testable import Gateway
@testable import Relay

/// That we have read, and that we are typing.
struct PresenceTests {
  @Test func readingEmptiesTheCounter() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(3)
      let dialog = try await gateway.dialog()
      let path = "/v1/dialogs/\(dialog)/read"
      let oldest = try #require(try await gateway.received().last)
      let some = try await gateway.client.post(
        path, #"{"side": "operator", "up_to_event_id": "\#(oldest)", "platform": false}"#)
      #expect(some.status == 200)
      #expect(try some.json["operator_unread_count"].int == 2)
      #expect(try some.json["platform_read"]["state"].string == "not_required")
      let all = try await gateway.client.post(path, "")
      #expect(try all.json["operator_unread_count"].int == 0)
      #expect(try all.json["lead_unread_count"].int == 0)
      #expect(try all.json["platform_read"]["state"].string == "succeeded")
      #expect(try all.json["platform_read"]["required"].bool == true)
      let newest = try await gateway.received()[0]
      let row = try await gateway.client.get("/v1/events/\(newest)").json
      #expect(row["status"]["read"]["is_read"].bool == true)
    }
  }

  @Test func aReadingOfAnotherDialogIsRefused() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1, in: "1")
      let foreign = try await gateway.received()[0]
      try await gateway.receive(1, in: "2")
      let own = try #require(try await gateway.received().first { $0 != foreign })
      let dialog = try await gateway.client.get("/v1/events/\(own)").json["dialog_id"].string ?? ""
      let answer = try await gateway.client.post(
        "/v1/dialogs/\(dialog)/read", #"{"up_to_event_id": "\#(foreign)"}"#)
      #expect(answer.status == 422)
      #expect(try answer.pointers == ["#/up_to_event_id"])
    }
  }

  @Test func aPlatformWithoutMarksHindersNothing() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1, of: Gateway.desk)
      let answer = try await gateway.client.post(
        "/v1/dialogs/\(try await gateway.dialog())/read", "{}")
      #expect(answer.status == 200)
      #expect(try answer.json["operator_unread_count"].int == 0)
      #expect(try answer.json["platform_read"]["state"].string == "not_required")
    }
  }

  @Test func typingIsKeptUpUntilItIsTakenOff() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let path = "/v1/dialogs/\(try await gateway.dialog())/typing"
      let shop = try #require(gateway.channels[Gateway.shop])
      let on = try await gateway.client.post(path, #"{"state": "on", "kind": "voice"}"#)
      #expect(on.status == 202)
      #expect(try on.json["state"].string == "on" && on.json["supported"].bool == true)
      #expect(shop.typing.count == 1)
      let unseen = try await gateway.client.post(path, #"{"kind": "video", "seconds": 5}"#)
      #expect(try unseen.json["supported"].bool == false)
      let off = try await gateway.client.post(path, #"{"state": "off"}"#)
      #expect(try off.json["state"].string == "off" && off.json["supported"].bool == true)
      #expect(shop.typing.count == 0)
      let wrong = try await gateway.client.post(path, #"{"state": "maybe", "seconds": 0}"#)
      #expect(wrong.status == 422)
      #expect(try Set(wrong.pointers) == ["#/state", "#/seconds"])
    }
  }

  @Test func aPlatformWithoutTheSignSaysSo() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1, of: Gateway.desk)
      let answer = try await gateway.client.post(
        "/v1/dialogs/\(try await gateway.dialog())/typing", #"{"state": "on"}"#)
      #expect(answer.status == 202)
      #expect(try answer.json["state"].string == "off")
      #expect(try answer.json["supported"].bool == false)
    }
  }
}

/// The answers that platforms wait for.
struct AnswersTests {
  private static let press = AdapterKit.Expectation(.press, token: "cb-1", patience: .seconds(500))

  @Test func aPressIsAnsweredOnce() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1, expecting: Self.press)
      let event = try await gateway.received()[0]
      let path = "/v1/interactions/\(event)/answer"
      let key = ("Idempotency-Key", "press")
      let answer = try await gateway.client.post(
        path, #"{"text": "Готово", "alert": false}"#, [key])
      let repeated = try await gateway.client.post(
        path, #"{"text": "Готово", "alert": false}"#, [key])
      let late = try await gateway.client.post(path, "{}")
      let alias = try await gateway.client.post("/v1/callbacks/cb-1/answer", "{}")

      #expect(answer.status == 200 && repeated.status == 200)
      #expect(try answer.json["answered"].bool == true)
      #expect(late.status == 410 && alias.status == 410)
      #expect(try late.code == "gone")
    }
  }

  @Test func thePlatformsNameOfThePressWillDo() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1, expecting: Self.press)
      let answer = try await gateway.client.post(
        "/v1/callbacks/cb-1/answer", #"{"url": "https://a.example/"}"#)
      let none = try await gateway.client.post("/v1/callbacks/cb-2/answer", "{}")
      #expect(answer.status == 200 && none.status == 404)
    }
  }

  @Test func anAnswerThatDidNotGoOutCanBeGivenAgain() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1, expecting: Self.press)
      let path = "/v1/callbacks/cb-1/answer"
      let lost = try await gateway.client.post(path, #"{"text": "👻"}"#)
      let refused = try await gateway.client.post(path, #"{"text": "late"}"#)
      let after = try await gateway.client.post(path, #"{"text": "x"}"#)
      #expect(lost.status == 504 && refused.status == 410 && after.status == 410)
      #expect(try refused.code == "gone")
    }
  }

  @Test func anAnswerSaysOneThing() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1, expecting: Self.press)
      let answer = try await gateway.client.post(
        "/v1/callbacks/cb-1/answer",
        #"{"text": "x", "reason": "y", "ok": true, "approve": false, "colour": 1}"#)
      #expect(answer.status == 422)
      #expect(try Set(answer.pointers) == ["#/reason", "#/approve", "#/colour"])
    }
  }

  @Test func aChannelWithoutPressesHasNoAnswers() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1, of: Gateway.desk, expecting: Self.press)
      let answer = try await gateway.client.post("/v1/callbacks/cb-1/answer", "{}")
      #expect(answer.status == 409)
      #expect(try answer.code == "capability_missing")
    }
  }
}
