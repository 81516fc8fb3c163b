import AdapterKit
import EventModel
import JSON
import NIOHTTP1
import SQLiteStore
import Store
import Testing

/// What people decide about messages that did not end well, and what they see of them.
struct DecisionsTests {
  private static let blocked = DeliveryError(.userBlocked, code: "403", "blocked")

  @Test func whatFailedIsSentAgain() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let event = try await gateway.queued(#""content": "x""#)
      try await gateway.settleNext { .failed(Self.blocked, at: $0) }
      let retried = try await gateway.client.post("/v1/messages/\(event)/retry", "")
      let again = try await gateway.client.post("/v1/messages/\(event)/retry", "")
      let none = try await gateway.client.post("/v1/messages/none/retry", "")

      #expect(retried.status == 200)
      #expect(try retried.json["id"].string == event)
      #expect(try retried.json["status"]["sending"]["status"].string == "queued")
      #expect(again.status == 409 && none.status == 404)
      #expect(try again.code == "conflict")
      #expect(try await gateway.nextRequest()?["text"].string == "x")
    }
  }

  @Test func whatIsUncertainCanCountAsSent() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let event = try await gateway.queued(#""content": "x""#)
      let early = try await gateway.client.post("/v1/messages/\(event)/assume-sent", "")
      try await gateway.settleNext { .uncertain(DeliveryError(.timeout, "?"), at: $0) }
      let sent = try await gateway.client.post("/v1/messages/\(event)/assume-sent", "{}")
      let wrong = try await gateway.client.post("/v1/messages/\(event)/retry", #"{"x": 1}"#)

      #expect(early.status == 409)
      #expect(sent.status == 200)
      #expect(try sent.json["status"]["sending"]["status"].string == "sent")
      #expect(wrong.status == 422)
    }
  }

  @Test func whatWaitsCanBeCancelled() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let event = try await gateway.queued(#""content": "x""#)
      let key = ("Idempotency-Key", "cancel-1")
      let cancelled = try await gateway.client.post("/v1/messages/\(event)/cancel", "", [key])
      let again = try await gateway.client.post("/v1/messages/\(event)/cancel", "", [key])

      #expect(cancelled.status == 200 && again.body == cancelled.body)
      #expect(try cancelled.json["status"]["sending"]["status"].string == "failed")
      #expect(try cancelled.json["tags"].first.string == "delivery:cancelled")
      #expect(try await gateway.nextRequest() == nil)
    }
  }

  @Test func everyStepIsListed() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let event = try await gateway.sent(#""content": "x""#)
      let steps = try await gateway.client.get("/v1/messages/\(event)/checkpoints").json
      let none = try await gateway.client.get("/v1/messages/none/checkpoints")

      #expect(steps["event_id"].string == event)
      let states = steps["checkpoints"].elements.compactMap { $0["state"].string }
      #expect(states.contains("queued") && states.last == "sent")
      let last = try #require(steps["checkpoints"].elements.map { $0 }.last)
      #expect(last["external_message_ids"].first.string == "900")
      #expect(none.status == 404)
    }
  }

  @Test func theQueueShowsWhatWaitsAndForHowLong() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let event = try await gateway.queued(#""content": "x""#)
      _ = try await gateway.queued(#""content": "y""#)
      try await gateway.settleNext { at in
        .retry(at: Timestamp(seconds: 4_000_000_000), DeliveryError(.timeout, code: "502", "bad"))
      }
      let path = "/v1/queue?channel_id=\(Gateway.shop)"
      let channels = try await gateway.client.get(path).json["channels"]
      let channel = channels.first

      #expect(channels.elements.map { $0 }.count == 1)
      #expect(channel["channel_id"].string == Gateway.shop.rawValue)
      #expect(channel["parts"].int == 2 && channel["dialogs"].int == 1)
      #expect(channel["empties_in_seconds"].int == 1)
      #expect(channel["empties"].string == "~1 s")
      #expect(channel["empties_at"].string != nil && channel["oldest_at"].string != nil)
      let lane = channel["lanes"].first
      #expect(lane["position"].int == 1 && lane["parts"].int == 2)
      #expect(lane["event_id"].string == event && lane["kind"].string == "message")
      #expect(lane["attempt"].int == 1 && lane["state"].string == "waiting")
      #expect(lane["reason"].string == "bad" && lane["code"].string == "502")
      #expect(try await gateway.client.get("/v1/queue?limit=0").status == 422)
      let all = try await gateway.client.get("/v1/queue").json["channels"].elements.map { $0 }
      #expect(all.count == 2)
      #expect(all.last?["empties"].string == "now")
    }
  }
}

/// The list of what did not end well.
struct DeadLettersTests {
  @Test func theyAreListedByWhatTheyAre() async throws {
    try await Gateway.run { gateway in
      let (failed, uncertain) = try await gateway.losses()
      let cases: [(String, [String])] = [
        ("", [uncertain, failed]), ("?state=failed", [failed]), ("?state=uncertain", [uncertain]),
        ("?error_type=delivery.user_blocked", [failed]), ("?channel_id=\(Gateway.desk)", []),
        ("?side=outbound&limit=1", [uncertain]), ("?from=1&size=1", [failed]),
      ]
      for (query, events) in cases {
        let page = try await gateway.client.get("/v1/dead-letters\(query)").json
        let found = page["dead_letters"].elements.compactMap { $0["event_id"].string }
        #expect(found == events, "\(query)")
      }
      #expect(try await gateway.client.get("/v1/dead-letters?side=ingress").status == 422)
      #expect(try await gateway.client.get("/v1/dead-letters?state=lost").status == 422)
      let first = try await gateway.client.get("/v1/dead-letters?limit=1").json
      #expect(first["has_more"].bool == true)
      let next = try await gateway.client.get(
        "/v1/dead-letters?limit=1&after=\(first["next_cursor"].string ?? "")"
      ).json["dead_letters"].first
      #expect(next["event_id"].string == failed && next["state"].string == "failed")
      #expect(next["error_type"].string == "delivery.user_blocked")
      #expect(next["code"].string == "403" && next["attempts"].int == 1)
    }
  }

  @Test func oneIsShownWithItsSteps() async throws {
    try await Gateway.run { gateway in
      let (failed, _) = try await gateway.losses()
      let letter = try await gateway.client.get("/v1/dead-letters/\(failed)").json
      let none = try await gateway.client.get("/v1/dead-letters/none")

      #expect(letter["dead_letter"]["id"].string == failed)
      #expect(letter["event"]["id"].string == failed)
      #expect(letter["checkpoints"].elements.compactMap { $0["state"].string }.last == "failed")
      #expect(none.status == 404)
    }
  }

  @Test func oneIsSentAgain() async throws {
    try await Gateway.run { gateway in
      let (failed, _) = try await gateway.losses()
      let answer = try await gateway.client.post("/v1/dead-letters/\(failed)/redeliver", "")
      let again = try await gateway.client.post("/v1/dead-letters/\(failed)/redeliver", "")

      #expect(answer.status == 202 && again.status == 404)
      #expect(try answer.json["event"]["status"]["sending"]["status"].string == "queued")
      #expect(try await gateway.nextRequest()?["text"].string == "lost")
    }
  }

  @Test func manyAreSentAgainAndUncertainOnesOnlyWhenNamed() async throws {
    try await Gateway.run { gateway in
      let (failed, uncertain) = try await gateway.losses()
      let path = "/v1/dead-letters/redeliver"
      let dry = try await gateway.client.post(path, #"{"filter": {}, "dry_run": true}"#)
      #expect(dry.status == 200)
      #expect(try dry.json["matched"].int == 1 && dry.json["redelivered"].int == 0)
      #expect(try dry.json["ids"].elements.compactMap(\.string) == [failed])
      let wet = try await gateway.client.post(
        path, #"{"filter": {"channel_id": ["\#(Gateway.shop)"]}}"#)
      #expect(wet.status == 202)
      #expect(try wet.json["redelivered"].int == 1 && wet.json["has_more"].bool == false)
      let named = try await gateway.client.post(path, #"{"filter": {"state": "uncertain"}}"#)
      #expect(try named.json["ids"].elements.compactMap(\.string) == [uncertain])
      let left = try await gateway.client.get("/v1/dead-letters").json["dead_letters"]
      #expect(!left.first.exists)
      let wrong = try await gateway.client.post(path, #"{"dry_run": true}"#)
      #expect(wrong.status == 422)
      #expect(try wrong.pointers == ["#/filter"])
    }
  }
}

extension Gateway {
  /// A message that failed and a later one whose outcome nobody knows.
  fileprivate func losses() async throws -> (failed: String, uncertain: String) {
    try await receive(1)
    let failed = try await queued(#""content": "lost""#)
    try await settleNext { .failed(DeliveryError(.userBlocked, code: "403", "blocked"), at: $0) }
    let uncertain = try await queued(#""content": "perhaps""#)
    try await settleNext {
      .uncertain(DeliveryError(.timeout, "?"), at: $0.advanced(byMilliseconds: 1_000))
    }
    return (failed, uncertain)
  }
}
