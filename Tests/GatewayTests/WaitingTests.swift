import AdapterKit
import EventModel
import JSON
import NIOHTTP1
import SQLiteStore
import Store
import Testing

@testable import Gateway

/// Callers who wait to learn what became of a message.
struct WaitingTests {
  @Test(
    arguments: [
      (nil, nil), ("", nil), ("return=minimal", nil), ("wait=x", nil), ("wait=0", nil),
      ("wait=-1", nil), ("wait=10", 10), ("respond-async, WAIT = 5;x=y", 5), ("wait=99999", 30),
    ] as [(String?, Int64?)])
  func thePreferenceIsRead(header: String?, seconds: Int64?) {
    #expect(Patience(header)?.seconds == seconds)
  }

  @Test func whatWasSentIsCreated() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let path = "/v1/dialogs/\(try await gateway.dialog())/messages"
      async let answer = gateway.client.post(path, #"{"content": "x"}"#, [("Prefer", "wait=30")])
      try await gateway.settleNext { at in
        .sent(PartReceipt([MessageKey(space: "83159543", id: "9")], sentAt: at), at: at)
      }

      let created = try await answer
      #expect(created.status == 201)
      let event = try created.json["event"]
      #expect(event["status"]["sending"]["status"].string == "sent")
      #expect(event["external_message_id"].string == "9")
      #expect(created.headers["Preference-Applied"] == ["wait=30"])
    }
  }

  @Test func whatFailedIsToldAtOnce() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let path = "/v1/dialogs/\(try await gateway.dialog())/messages"
      async let answer = gateway.client.post(path, #"{"content": "x"}"#, [("Prefer", "wait=30")])
      try await gateway.settleNext { .failed(DeliveryError(.userBlocked, "blocked"), at: $0) }

      let accepted = try await answer
      #expect(accepted.status == 202)
      let event = try accepted.json["event"]
      #expect(event["status"]["sending"]["status"].string == "failed")
      #expect(event["error"]["error_type"].string == "delivery.user_blocked")
    }
  }

  @Test func aWaitEnds() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let path = "/v1/dialogs/\(try await gateway.dialog())/messages"
      let answer = try await gateway.client.post(
        path, #"{"content": "x"}"#, [("Prefer", "wait=1")])

      #expect(answer.status == 202)
      #expect(try answer.json["event"]["status"]["sending"]["status"].string == "queued")
    }
  }
}

extension Gateway {
  /// Does as the worker does with the next part, as soon as there is one.
  func settleNext(
    of channel: ChannelID = shop, _ outcome: @Sendable (Timestamp) -> SendOutcome
  ) async throws {
    let queue = store.unsent(of: channel)
    for _ in 0..<1_000 {
      if let part = try await queue.lease(1).first {
        let now = Timestamp(seconds: 1_780_750_000)
        try await queue.mark([part], at: now)
        return try await queue.settle([(item: part, outcome: outcome(now))])
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("nothing was promised")
  }
}
