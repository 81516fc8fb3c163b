import JSON
import Testing

@testable import PlatformSimulator

/// What a bot may send and change, and the texts with which Telegram refuses the rest.
struct TelegramSendsTests {
  @Test(arguments: [
    ("sendMessage", #"{"text":""}"#, "message text is empty"),
    ("sendMessage", #"{"text":"a","parse_mode":"HTML2"}"#, "unsupported parse_mode"),
    (
      "sendMessage", #"{"text":"<b>a","parse_mode":"HTML"}"#,
      #"can't parse entities: Can't find end tag corresponding to start tag "b""#
    ),
    (
      "sendMessage", #"{"text":"<x>a</x>","parse_mode":"HTML"}"#,
      #"can't parse entities: Unsupported start tag "x" at byte offset 0"#
    ),
    (
      "sendMessage", #"{"text":"👍","entities":[{"type":"bold","offset":1,"length":1}]}"#,
      "ENTITY_BOUNDS_INVALID"
    ),
    (
      "sendMessage", #"{"text":"a","entities":[{"type":"bold","offset":0,"length":2}]}"#,
      "ENTITY_BOUNDS_INVALID"
    ),
    (
      "sendMessage",
      #"{"text":"a","reply_markup":{"inline_keyboard":[[{"text":"b","callback_data":""}]]}}"#,
      "BUTTON_DATA_INVALID"
    ),
    (
      "sendMessage", #"{"text":"a","reply_markup":{"inline_keyboard":[[{"text":"b"}]]}}"#,
      "Text buttons are unallowed in the inline keyboard"
    ),
    (
      "sendMessage",
      #"{"text":"a","reply_markup":{"inline_keyboard":[[{"text":"b","url":"x y"}]]}}"#,
      "BUTTON_URL_INVALID"
    ),
    (
      "sendMessage", #"{"text":"a","reply_parameters":{"message_id":9}}"#,
      "message to be replied not found"
    ),
    ("sendPhoto", "{}", "there is no photo in the request"),
    ("sendPhoto", #"{"photo":"nothing"}"#, "wrong file identifier/HTTP URL specified"),
    ("sendPoll", #"{"question":"a","options":[]}"#, "poll must have at least 1 option"),
    ("sendPoll", #"{"question":"","options":["a"]}"#, "poll question must be non-empty"),
    (
      "sendMediaGroup", #"{"media":[{"type":"photo"}]}"#,
      "group send failed: an album has from 2 to 10 items"
    ),
    (
      "sendMediaGroup", #"{"media":[{"type":"photo"},{"type":"document"}]}"#,
      "Can't use the media of the specified type in the album"
    ),
    ("sendPaidMedia", #"{"star_count":0,"media":[]}"#, "star_count must be from 1 to 25000"),
    (
      "sendRichMessage", #"{"rich_message":{}}"#,
      "rich_message must have exactly one of html, markdown and blocks"
    ),
    ("sendChatAction", #"{"action":"dancing"}"#, "wrong parameter action in request"),
    ("sendMessageDraft", #"{"draft_id":0,"text":"a"}"#, "draft_id must be non-zero"),
    ("editMessageText", #"{"message_id":9,"text":"a"}"#, "message to edit not found"),
    ("deleteMessage", #"{"message_id":9}"#, "message to delete not found"),
    ("pinChatMessage", #"{"message_id":9}"#, "message to pin not found"),
    ("stopPoll", #"{"message_id":9}"#, "message with poll to stop not found"),
    ("setMessageReaction", #"{"message_id":9}"#, "message to react not found"),
    ("copyMessage", #"{"from_chat_id":501,"message_id":9}"#, "message to copy not found"),
    ("readBusinessMessage", #"{"business_connection_id":"x"}"#, "BUSINESS_CONNECTION_INVALID"),
  ])
  func refuses(_ method: String, _ body: String, _ expected: String) throws {
    var bot = newBot()
    let body = try JSONValue(parsing: Array(body.utf8)).with("chat_id", 501)

    #expect(problem(&bot, telegramCall(method, body))?.description == "Bad Request: \(expected)")
    #expect(bot.chats[501]?.messages.total == 0)
  }

  @Test func aKeyboardHasAHundredButtonsAndNoMore() {
    func send(_ buttons: Int) -> TelegramError? {
      var bot = newBot()
      let button: JSONValue = ["text": "b", "callback_data": "d"]
      let rows = Array(repeating: JSONValue.array([button]), count: buttons)
      let markup: JSONValue = ["inline_keyboard": .array(rows)]
      return problem(
        &bot, telegramCall("sendMessage", ["chat_id": 501, "text": "a", "reply_markup": markup]))
    }

    #expect(send(100) == nil)
    #expect(send(101)?.description == "Bad Request: reply markup is too long")
  }

  @Test(arguments: [(4096, 1024, true), (4097, 1024, false), (4096, 1025, false)])
  func countsUTF16(_ text: Int, _ caption: Int, _ isTaken: Bool) {
    var bot = newBot()
    // Half of them are emoji of two units.
    func long(_ units: Int) -> JSONValue {
      .string(String(repeating: "👍", count: units / 2) + (units % 2 == 1 ? "a" : ""))
    }
    let sent = problem(&bot, telegramCall("sendMessage", ["chat_id": 501, "text": long(text)]))
    let photo: JSONValue = [
      "chat_id": 501, "photo": "https://a.test/b.png", "caption": long(caption),
    ]
    let shown = problem(&bot, telegramCall("sendPhoto", photo))

    #expect((sent == nil && shown == nil) == isTaken)
  }

  @Test func trimsTextAndMovesEntities() throws {
    var bot = newBot()
    let body: JSONValue = [
      "chat_id": 501, "text": "  ab ",
      "entities": [["type": "bold", "offset": 1, "length": 3]],
    ]
    let message = try bot.respond(to: telegramCall("sendMessage", body)).result

    #expect(message["text"] == "ab")
    #expect(message["entities"] == [["type": "bold", "offset": 0, "length": 2]])
  }

  @Test func readsSimpleHTML() throws {
    let html = try TelegramHTML(#"a<b>👍<i>c</i></b> &lt;<a href="https://x.test">d</a>"#)

    #expect(html.text == "a👍c <d")
    #expect(
      html.entities == [
        ["offset": 3, "length": 1, "type": "italic"], ["offset": 1, "length": 3, "type": "bold"],
        ["offset": 6, "length": 1, "type": "text_link", "url": "https://x.test"],
      ])
  }

  @Test(arguments: [
    (#"{"id":-5,"bot_status":"kicked"}"#, 403, "Forbidden: bot was kicked from the group chat"),
    (#"{"id":-5,"bot_status":"left"}"#, 403, "Forbidden: bot is not a member of the group chat"),
    (#"{"id":-5,"is_deleted":true}"#, 403, "Forbidden: the group chat was deleted"),
    (
      #"{"id":-5,"bot_status":"restricted"}"#, 400,
      "Bad Request: not enough rights to send text messages to the chat"
    ),
    (
      #"{"id":-5,"type":"channel","bot_status":"member"}"#, 400,
      "Bad Request: need administrator rights in the channel chat"
    ),
  ])
  func rightsAreLookedAt(_ chat: String, _ code: Int, _ text: String) throws {
    var bot = newBot()
    _ = bot.arrange(try order(chat), at: telegramNow)

    let error = problem(&bot, telegramCall("sendMessage", ["chat_id": -5, "text": "a"]))
    #expect(error == TelegramError(code: code, description: text))
  }

  @Test(arguments: [
    (#"{"id":501,"is_blocked":true}"#, "bot was blocked by the user"),
    (#"{"id":501,"is_deactivated":true}"#, "user is deactivated"),
    (#"{"id":501,"has_started":false}"#, "bot can't initiate conversation with a user"),
  ])
  func peopleMayBeOutOfReach(_ person: String, _ text: String) throws {
    var bot = newBot()
    _ = bot.meet(try order(person), at: telegramNow)

    let error = problem(&bot, telegramCall("sendMessage", ["chat_id": 501, "text": "a"]))
    #expect(error == .forbidden(text))
  }

  @Test func aGroupThatMovedSaysWhere() throws {
    var bot = newBot()
    let supergroup: Int64 = -1_002_000_000_005
    _ = bot.arrange(try order(#"{"id":-5,"migrate_to":\#(supergroup)}"#), at: telegramNow)

    let error = problem(&bot, telegramCall("sendMessage", ["chat_id": -5, "text": "a"]))
    #expect(error?.answer["parameters"] == ["migrate_to_chat_id": .int(supergroup)])
    let after = problem(
      &bot, telegramCall("sendMessage", ["chat_id": .int(supergroup), "text": "a"]))
    #expect(after == nil)
  }

  @Test func whatWasSentCanBeSentAgain() throws {
    var bot = newBot()
    let link: JSONValue = ["chat_id": 501, "document": "https://a.test/b.pdf"]
    let sent = try bot.respond(to: telegramCall("sendDocument", link)).result
    let id = try #require(sent["document"]?["file_id"])

    let again = try bot.respond(to: telegramCall("sendDocument", ["chat_id": 501, "document": id]))
      .result
    #expect(again["document"]?["file_id"] == id)
    let wrong = problem(&bot, telegramCall("sendVoice", ["chat_id": 501, "voice": id]))
    #expect(wrong?.description == "Bad Request: can't use file of type document as voice")
    let kept = bot.chats[501]?.messages.map { $0.files.first }
    #expect(kept?.map { $0?.source } == ["https://a.test/b.pdf", "https://a.test/b.pdf"])
    #expect(kept?.map { $0?.sha256 } == [nil, nil])
  }
}
