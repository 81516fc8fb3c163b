import JSON
import Testing

/// A text while it is being written.
struct WritingTests {
  @Test func aTextIsShownAtOnceAndKeptNowhere() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let path = "/v1/dialogs/\(try await gateway.dialog())/draft"
      let before = try await gateway.client.get("/v1/events").json["items"].elements.map { _ in 1 }

      let shown = try await gateway.client.post(path, #"{"content": "We", "draft_id": 3}"#)
      #expect(shown.status == 202)
      #expect(try shown.json["draft_id"].int == 3 && shown.json["supported"].bool == true)
      let unseen = try await gateway.client.post(path, #"{"content": "unseen"}"#)
      #expect(unseen.status == 202)
      #expect(try unseen.json["supported"].bool == false)
      let after = try await gateway.client.get("/v1/events").json["items"].elements.map { _ in 1 }
      #expect(before == after)
    }
  }

  @Test(arguments: [
    (#"{}"#, "#/content"), (#"{"content": ""}"#, "#/content"),
    (#"{"content": "a", "draft_id": 0}"#, "#/draft_id"),
    (#"{"content": "a", "draft_id": 2147483648}"#, "#/draft_id"),
    (#"{"content": "a", "silent": true}"#, "#/silent"),
    (#"{"content": "a", "options": {"parse": "rtf"}}"#, "#/options/parse"),
    (#"{"content": "a", "options": {"silent": true}}"#, "#/options/silent"),
  ])
  func whatIsWrongIsNamed(_ body: String, _ pointer: String) async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let answer = try await gateway.client.post(
        "/v1/dialogs/\(try await gateway.dialog())/draft", body)
      #expect(answer.status == 422)
      #expect(try answer.pointers == [pointer])
    }
  }
}
