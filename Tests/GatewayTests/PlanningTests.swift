import AdapterKit
import EventModel
import JSON
import NIOHTTP1
import SQLiteStore
import Store
import Testing

/// What a send is made of before it is promised: forwards, files, long callback data.
struct PlanningTests {
  @Test func messagesAreForwardedInTheirOrder() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(3)
      let names = try await gateway.received().map { "\"\($0)\"" }.joined(separator: ",")
      let path = "/v1/dialogs/\(try await gateway.dialog())/messages"
      let answer = try await gateway.client.post(
        path, #"{"forward": {"event_ids": [\#(names)], "copy": true}}"#)

      #expect(answer.status == 202)
      let request = try #require(try await gateway.nextRequest())
      #expect(request["do"].string == "forward" && request["word"].string == "copy")
      #expect(request["message"].string == "0,1,2")
    }
  }

  @Test func whatCannotBeForwardedIsNamed() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1, in: "2", of: Gateway.desk)
      let foreign = try #require(try await gateway.received().first)
      let desk = "/v1/dialogs/\(try await gateway.dialog())/messages"
      try await gateway.receive(1)
      let known = try #require(try await gateway.received().first { $0 != foreign })
      let dialogs = try await gateway.client.get("/v1/dialogs?channel_id=\(Gateway.shop)").json
      let path = "/v1/dialogs/\(dialogs["dialogs"].first["id"].string ?? "")/messages"
      let promised = try await gateway.client.post(path, #"{"content": "x"}"#)
      let unsent = try promised.json["event"]["id"].string ?? ""
      let answer = try await gateway.client.post(
        path,
        #"{"forward": {"event_ids": ["\#(known)", "\#(foreign)", "none", "\#(unsent)"]}}"#)

      #expect(answer.status == 422)
      #expect(
        try answer.pointers == [
          "#/forward/event_ids/1", "#/forward/event_ids/2", "#/forward/event_ids/3",
        ])
      let unable = try await gateway.client.post(
        desk, #"{"forward": {"event_ids": ["\#(foreign)"]}}"#)
      #expect(unable.status == 409)
      #expect(try unable.code == "capability_missing")
    }
  }

  @Test func aKnownFileIsDescribedByItsCatalog() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let id = gateway.store.nextEventID().rawValue
      var file = CatalogedFile(id, .photo, .ready, at: Timestamp(seconds: 1_780_740_000))
      file.name = "cat.png"
      file.content = FileContent(
        sha256: String(repeating: "ab", count: 32), size: 5, mimeType: "image/png")
      try await gateway.store.add(file)
      let path = "/v1/dialogs/\(try await gateway.dialog())/messages"
      let answer = try await gateway.client.post(path, #"{"attachments": [{"id": "\#(id)"}]}"#)

      #expect(answer.status == 202)
      let item = try answer.json["event"]["attachments"].first
      #expect(item["id"].string == id && item["type"].string == "photo")
      #expect(item["file_name"].string == "cat.png" && item["file_size"].int == 5)
      #expect(item["mime_type"].string == "image/png")
      #expect(item["delivery_status"].string == "pending")
      let part = try #require(try await gateway.store.unsent(of: Gateway.shop).lease(1).first)
      #expect(part.part.files == [FileUse(id, as: "file")])
    }
  }

  @Test func anUnknownOrLostFileIsRefused() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let lost = gateway.store.nextEventID().rawValue
      try await gateway.store.add(
        CatalogedFile(lost, .photo, .expired, at: Timestamp(seconds: 1_780_740_000)))
      let path = "/v1/dialogs/\(try await gateway.dialog())/messages"
      for id in ["none", lost] {
        let answer = try await gateway.client.post(
          path, #"{"content": "x", "attachments": [{"id": "\#(id)"}]}"#)
        #expect(answer.status == 422)
        #expect(try answer.pointers == ["#/attachments/0/id"])
      }
    }
  }

  @Test func anAddressWithoutATypeIsADocument() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let path = "/v1/dialogs/\(try await gateway.dialog())/messages"
      let answer = try await gateway.client.post(
        path, #"{"attachments": [{"url": "https://a.example/x"}]}"#)
      #expect(answer.status == 202)
      #expect(try answer.json["event"]["attachments"].first["type"].string == "document")
    }
  }

  @Test func longCallbackDataGoesAsAToken() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let long = String(repeating: "я", count: 33)
      let event = try await gateway.queued(
        """
        "content": "x", "buttons": [{"text": "a", "callback_data": "\(long)"},
          {"text": "b", "callback_data": "short"}]
        """)
      let request = try #require(try await gateway.nextRequest())
      let sent = request["buttons"].elements.compactMap { $0["callback_data"].string }
      let row = try await gateway.client.get("/v1/events/\(event)").json
      let kept = row["buttons"].elements.compactMap { $0["callback_data"].string }

      #expect(sent.count == 2 && sent.last == "short")
      #expect(sent.first?.hasPrefix("~") == true && sent.first?.utf8.count == 17)
      #expect(kept == [long, "short"])
    }
  }

  @Test func theAnswerNamesWhatWasLost() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let path = "/v1/dialogs/\(try await gateway.dialog())/messages"
      let answer = try await gateway.client.post(
        path, #"{"content": "x", "buttons": [{"text": "a"}]}"#)
      let waited = try await gateway.client.post(
        path, #"{"content": "x", "buttons": [{"text": "a"}]}"#, [("Prefer", "wait=1")])

      for answer in [answer, waited] {
        let lost = try answer.json["degradations"].elements.compactMap(\.string)
        #expect(lost == ["buttons=text-links"])
        #expect(answer.headers["Channeld-Degraded"] == ["buttons=text-links"])
      }
      #expect(
        try answer.json["event"]["tags"].elements.compactMap(\.string)
          == ["degraded:buttons=text-links"])
    }
  }
}
