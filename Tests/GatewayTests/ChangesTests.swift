import AdapterKit
import EventModel
import Foundation
import JSON
import NIOHTTP1
import SQLiteStore
import Store
import Testing

/// Edits and deletions: what the row says at once, and what the platform is asked.
struct ChangesTests {
  @Test func whatWasSentIsEditedThere() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let event = try await gateway.sent(#""content": "old", "buttons": [{"text": "a"}]"#)
      let answer = try await gateway.client.patch(
        "/v1/messages/\(event)", #"{"content": "**new**", "options": {"parse": "markdown"}}"#)

      #expect(answer.status == 202)
      let body = try answer.json
      #expect(body["event_id"].string == event)
      #expect(body["new_content"].string == "new")
      #expect(body["edited_by"].string == "user:desk")
      #expect(body["platform_edit_status"].string == "pending")
      #expect(body["platform_edit_required"].bool == true)
      let request = try #require(try await gateway.nextRequest())
      #expect(request["do"].string == "edit" && request["message"].string == "900")
      #expect(request["word"].string == "new, same buttons, 0 files")
      let row = try await gateway.client.get("/v1/events/\(event)").json
      #expect(row["message"]["content"].string == "new")
      #expect(row["buttons"].first["text"].string == "a")
      #expect(row["event_version"].int ?? 0 > 1)
    }
  }

  @Test func whatWaitsIsEditedInTheQueue() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let event = try await gateway.queued(#""content": "old", "buttons": [{"text": "a"}]"#)
      let answer = try await gateway.client.patch("/v1/messages/\(event)", #"{"content": "new"}"#)

      #expect(answer.status == 200)
      #expect(try answer.json["platform_edit_status"].string == "not_required")
      #expect(try answer.json["platform_edit_reason"].string == "platform_action_not_attempted")
      let request = try #require(try await gateway.nextRequest())
      #expect(request["text"].string == "new")
      #expect(request["buttons"].first["text"].string == "a")
      #expect(try await gateway.store.backlog(of: Gateway.shop).unsent == 1)
    }
  }

  @Test func anEditKeepsWhatItDoesNotName() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let event = try await gateway.sent(
        #""content": "text", "attachments": [{"type": "photo", "url": "https://a.example/1"}]"#)
      _ = try await gateway.client.patch("/v1/messages/\(event)", #"{"buttons": []}"#)

      let request = try #require(try await gateway.nextRequest())
      #expect(request["word"].string == "text, 0 buttons, 1 files")
      let nothing = try await gateway.client.patch("/v1/messages/\(event)", "{}")
      #expect(nothing.status == 422)
      let empty = try await gateway.client.patch(
        "/v1/messages/\(event)", #"{"content": "", "attachments": []}"#)
      #expect(empty.status == 422)
      #expect(try empty.pointers == ["#/content"])
    }
  }

  @Test func whatIsNotOursOrNotThereIsNotEdited() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let theirs = try #require(try await gateway.received().first)
      let foreign = try await gateway.client.patch("/v1/messages/\(theirs)", #"{"content": "x"}"#)
      #expect(foreign.status == 409)
      #expect(try foreign.code == "conflict")
      let none = try await gateway.client.patch(
        "/v1/messages/6931f0a0c3d4e5f600000005", #"{"content": "x"}"#)
      #expect(none.status == 404)
    }
  }

  @Test func anOldVersionIsToldApart() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let event = try await gateway.queued(#""content": "old""#)
      let path = "/v1/messages/\(event)"
      let stale = try await gateway.client.patch(
        path, #"{"content": "x"}"#, [("If-Match", "\"7\"")])
      let fresh = try await gateway.client.patch(
        path, #"{"content": "x"}"#, [("If-Match", "\"1\"")])

      #expect(stale.status == 412)
      #expect(try stale.code == "version_conflict")
      #expect(fresh.status == 200)
    }
  }

  @Test func aChannelWithoutTheAbilityIsNotAsked() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1, of: Gateway.desk)
      let path = "/v1/dialogs/\(try await gateway.dialog())/messages"
      let sent = try await gateway.client.post(path, #"{"content": "x"}"#)
      let event = try sent.json["event"]["id"].string ?? ""
      try await gateway.settleNext(of: Gateway.desk) { at in
        .sent(PartReceipt([MessageKey(space: "83159543", id: "1")], sentAt: at), at: at)
      }
      let edit = try await gateway.client.patch("/v1/messages/\(event)", #"{"content": "y"}"#)
      let delete = try await gateway.client.ask(.DELETE, "/v1/messages/\(event)")

      let reason = "channel_not_supported_for_platform_action"
      #expect(edit.status == 200 && delete.status == 200)
      #expect(try edit.json["platform_edit_reason"].string == reason)
      #expect(try delete.json["platform_delete_reason"].string == reason)
      #expect(try await gateway.store.backlog(of: Gateway.desk).unsent == 0)
    }
  }

  @Test func aDeletionReachesAsFarAsItShould() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let sent = try await gateway.sent(#""content": "x""#)
      let local = try await gateway.sent(#""content": "y""#, as: "901")
      let stays = try await gateway.sent(#""content": "undeletable""#, as: "902")
      let waiting = try await gateway.queued(#""content": "z""#)
      let cases: [(String, String, Int, String, String?)] = [
        (sent, "", 202, "pending", nil),
        (local, "?scope=local", 200, "not_required", "platform_action_not_required"),
        (
          stays, "?scope=everywhere", 200, "not_required",
          "channel_not_supported_for_platform_action"
        ),
        (waiting, "?scope=local", 200, "not_required", "platform_action_not_attempted"),
      ]
      for (event, query, status, state, reason) in cases {
        let answer = try await gateway.client.ask(.DELETE, "/v1/messages/\(event)\(query)")
        #expect(answer.status == status)
        #expect(try answer.json["event_id"].string == event)
        #expect(try answer.json["platform_delete_status"].string == state)
        #expect(try answer.json["platform_delete_reason"].string == reason)
        let again = try await gateway.client.ask(.DELETE, "/v1/messages/\(event)\(query)")
        #expect(again.status == 409)
      }
      #expect(try await gateway.nextRequest()?["do"].string == "delete")
      let cancelled = try await gateway.client.get("/v1/events/\(waiting)").json
      #expect(cancelled["status"]["sending"]["status"].string == "failed")
      #expect(cancelled["tags"].elements.contains { $0.string == "delivery:cancelled" })
      let wrong = try await gateway.client.ask(.DELETE, "/v1/messages/\(sent)?scope=mine")
      #expect(wrong.status == 422)
    }
  }

  @Test func manyAreDeletedAtOnceAndEachIsTold() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let first = try await gateway.queued(#""content": "x""#)
      let second = try await gateway.queued(#""content": "y""#)
      let body = #"{"event_ids": ["\#(first)", "none", "\#(second)"], "scope": "everywhere"}"#
      let key = ("Idempotency-Key", "away")
      let answer = try await gateway.client.post("/v1/messages/delete", body, [key])
      let again = try await gateway.client.post("/v1/messages/delete", body, [key])

      #expect(answer.status == 200)
      let results = try answer.json["results"].elements.map { $0 }
      #expect(results.compactMap { $0["event_id"].string } == [first, "none", second])
      #expect(results.compactMap { $0["platform_delete_status"].string }.count == 2)
      #expect(results[1]["error"]["code"].string == "not_found")
      #expect(again.body == answer.body)
      #expect(again.headers["Idempotency-Replayed"] == ["true"])
      let none = try await gateway.client.post("/v1/messages/delete", #"{"event_ids": []}"#)
      #expect(none.status == 422)
    }
  }
}
