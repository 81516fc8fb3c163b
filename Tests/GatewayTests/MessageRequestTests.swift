import AdapterKit
import EventModel
import JSON
import Testing

@testable import Gateway

/// What a body of a send means, and what is wrong with it.
struct MessageRequestTests {
  @Test func everyMemberIsRead() throws {
    let request = try Self.read(
      """
      {"content": "Готово", "subject": "Заказ", "cc": ["a@example.org"], "tags": ["vip"],
       "sender": {"type": "assistant", "id": "bot-1"}, "reply_to_event_id": "e1",
       "options": {"silent": true, "parse": "plain", "split_long": false, "disable_preview": true,
                   "expires_in": 60, "degrade": false}}
      """)

    #expect(request.message.text.plain == "Готово")
    #expect(request.message.subject == "Заказ")
    #expect(request.message.copies == ["a@example.org"])
    #expect(request.message.isSilent && request.message.hidesPreview)
    #expect(!request.options.splits && !request.options.degrades)
    #expect(request.options.lifetime == .seconds(60))
    #expect(request.sender?.id == "bot-1" && request.replyTo == "e1" && request.tags == ["vip"])
    #expect(request.message.buttons == nil)
  }

  @Test func markupBecomesFormattedText() throws {
    let markdown = try Self.read(#"{"content": "**a** b", "options": {"parse": "markdown"}}"#)
    let html = try Self.read(#"{"html": "<i>a</i> b"}"#)
    let plain = try Self.read(#"{"content": "**a** b"}"#)

    #expect(markdown.message.text == RichText("a b", spans: [.init(.bold, 0..<1)]))
    #expect(html.message.text == RichText("a b", spans: [.init(.italic, 0..<1)]))
    #expect(plain.message.text == "**a** b")
    let large = String(repeating: "x", count: 70_000)
    #expect(
      Self.faults(of: #"{"content": "\#(large)", "options": {"parse": "markdown"}}"#)
        == ["#/content"])
  }

  @Test func filesAreNamedInFourWays() throws {
    let files = try Self.read(
      """
      {"attachments": [{"id": "f1"}, {"url": "https://shop.example/a.jpg?x=1"},
        {"type": "video", "platform_file_id": "AgAC"},
        {"type": "location", "location": {"latitude": 55.75, "longitude": 37.6}},
        {"storage_url": "/v1/attachments/f2/content", "storage_path": "x", "file_size": 3},
        {"storage_url": "https://files.example/b.pdf"}]}
      """
    ).message.attachments

    #expect(files.map(\.id) == ["f1", nil, nil, nil, "f2", nil])
    #expect(files[1].externalURL == "https://shop.example/a.jpg?x=1")
    #expect(files[2].platformFileID == "AgAC" && files[2].kind == .video)
    #expect(files[3].more.map(\.name) == ["location"])
    #expect(try files[3].more[0].value.parsed()["latitude"].double == 55.75)
    #expect(files[5].externalURL == "https://files.example/b.pdf")
  }

  @Test func thingsCarryTheirOwnData() throws {
    let things = [
      ("location", #"{"latitude":-90,"longitude":180,"title":"Depot","live_period":60}"#),
      ("contact", #"{"phone_number":"+7","first_name":"Ann"}"#),
      ("poll", #"{"question":"When?","options":["now","later"],"is_anonymous":false}"#),
      ("sticker", #"{"id":"12"}"#), ("dice", #"{"emoji":"🎲"}"#), ("dice", "{}"),
      ("checklist", #"{"title":"To do","tasks":["one"]}"#),
    ]
    for (kind, data) in things {
      let body = #"{"attachments": [{"type": "\#(kind)", "\#(kind)": \#(data)}]}"#
      let file = try #require(try Self.read(body).message.attachments.first)

      #expect(file.kind.rawValue == kind)
      #expect(String(decoding: file.more[0].value.bytes, as: UTF8.self) == data)
    }
  }

  @Test(arguments: [
    (
      #"{"type": "location", "location": {"latitude": 90.1, "longitude": "x"}}"#,
      ["location/latitude", "location/longitude"]
    ),
    (#"{"type": "location", "location": {}}"#, ["location/latitude", "location/longitude"]),
    (#"{"type": "photo", "location": {"latitude": 1, "longitude": 1}}"#, ["location"]),
    (
      #"{"type": "contact", "contact": {"phone": "1"}}"#,
      ["contact/phone_number", "contact/first_name", "contact/phone"]
    ),
    (#"{"type": "poll", "poll": {"question": "?", "options": []}}"#, ["poll/options"]),
    (#"{"type": "poll", "poll": {"question": "?", "options": ["", "b"]}}"#, ["poll/options/0"]),
    (#"{"type": "checklist", "checklist": {"title": "", "tasks": ["a"]}}"#, ["checklist/title"]),
    (#"{"type": "dice", "dice": 3}"#, ["dice"]),
    (#"{"id": "f", "url": "https://x.example/"}"#, [""]),
    (#"{"type": "photo"}"#, [""]),
    (#"{"type": "photo", "file_size": -1, "id": "f"}"#, ["file_size"]),
    (#"{"platform_file_id": "AgAC"}"#, ["type"]),
    (#"{"url": "ftp://x.example/"}"#, ["url", "", "type"]),
  ])
  func aWrongFileIsTold(item: String, pointers: [String]) throws {
    let faults = Self.faults(of: #"{"attachments": [\#(item)]}"#)

    #expect(
      Set(faults) == Set(pointers.map { "#/attachments/0" + ($0.isEmpty ? "" : "/\($0)") }))
  }

  @Test func buttonsHaveTwoForms() throws {
    let buttons =
      try Self.read(
        """
        {"content": "x", "buttons": [{"text": "a", "callback_data": "d", "row": 1},
          {"text": "b", "action": {"type": "callback", "data": "d"}},
          {"text": "c", "action": {"type": "open_url", "url": "https://x.example/"}},
          {"text": "e", "action": {"type": "request_contact"}, "style": "primary"},
          {"text": "f", "action": {"type": "copy_text", "text": "code"}}]}
        """
      ).message.buttons ?? []

    #expect(buttons.map(\.callbackData) == ["d", "d", nil, nil, nil])
    #expect(buttons[2].url == "https://x.example/")
    #expect(buttons.map { $0.more.count } == [0, 0, 0, 1, 1])
    #expect(try buttons[4].more[0].value.parsed()["text"].string == "code")
  }

  @Test(arguments: [
    (#"{"text": "a", "callback_data": "d", "url": "https://x.example/"}"#, ["callback_data"]),
    (#"{"text": "a", "callback_data": "d", "action": {"type": "reply_text"}}"#, ["action"]),
    (#"{"text": "a", "action": {"type": "callback"}}"#, ["action/data"]),
    (#"{"text": "a", "action": {"type": "open_url"}}"#, ["action/url"]),
    (#"{"text": "a", "action": {"type": "open_app"}}"#, ["action"]),
    (#"{"text": "a", "action": {"type": "explode"}}"#, ["action/type"]),
    (#"{"text": "a", "action": {"type": "reply_text", "data": "d"}}"#, ["action/data"]),
    (#"{"text": "a", "row": 100, "style": "pink"}"#, ["row", "style"]),
  ])
  func aWrongButtonIsTold(button: String, pointers: [String]) throws {
    let faults = Self.faults(of: #"{"content": "x", "buttons": [\#(button)]}"#)

    #expect(Set(faults) == Set(pointers.map { "#/buttons/0/\($0)" }))
  }

  @Test func messagesAreRepeated() throws {
    let forward = try #require(
      try Self.read(#"{"forward": {"event_ids": ["e2", "e1"], "copy": true}}"#).forward)

    #expect(forward.events == ["e2", "e1"] && forward.isCopy)
  }

  @Test(arguments: [
    (#"{"forward": {"event_ids": []}}"#, ["#/forward/event_ids"]),
    (#"{"forward": {"event_ids": ["e"]}, "content": "x"}"#, ["#/forward"]),
    (#"{"forward": {"event_ids": ["e"]}, "reply_to_event_id": "e"}"#, ["#/forward"]),
    (#"{"content": "x", "html": "<b>x</b>"}"#, ["#/html"]),
    (#"{"content": "x", "platform": {"tg": {}}}"#, ["#/platform"]),
    (
      #"{"content": "x", "cc": [""], "options": {"parse": "tex", "degrade": 1}}"#,
      ["#/cc/0", "#/options/parse", "#/options/degrade"]
    ),
    (#"{"content": "x", "options": {"expires_in": 604801}}"#, ["#/options/expires_in"]),
    (#"{"content": "x", "tags": [""]}"#, ["#/tags/0"]),
  ])
  func aWrongMemberIsTold(body: String, pointers: [String]) {
    #expect(Set(Self.faults(of: body)).isSuperset(of: pointers))
  }

  @Test func everythingHasALimit() {
    func list(_ count: Int, of item: String) -> String {
      "[\(Array(repeating: item, count: count).joined(separator: ","))]"
    }
    let bodies = [
      ("#/content", #""content": "\#(String(repeating: "x", count: 200_001))""#),
      ("#/tags", #""tags": \#(list(51, of: #""t""#))"#),
      ("#/cc", #""cc": \#(list(51, of: #""a@b""#))"#),
      ("#/buttons", #""buttons": \#(list(101, of: #"{"text":"b"}"#))"#),
      ("#/attachments", #""attachments": \#(list(11, of: #"{"id":"f"}"#))"#),
      ("#/forward/event_ids", #""forward": {"event_ids": \#(list(101, of: #""e""#))}"#),
    ]
    for (pointer, member) in bodies {
      #expect(Self.faults(of: "{\(member)}").contains(pointer), "\(pointer)")
    }
  }

  private static func read(_ body: String) throws -> MessageRequest {
    try MessageRequest(JSONDocument(parsing: Array(body.utf8)).root, hasDialog: true)
  }

  private static func faults(of body: String) -> [String] {
    do {
      _ = try read(body)
      return []
    } catch {
      return (error as? APIProblem)?.faults.map(\.pointer) ?? ["no JSON"]
    }
  }
}
