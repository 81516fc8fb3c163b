import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Testing

@testable import TelegramAdapter

/// Parts said in another way, when Telegram asks for it.
struct MendingTests {
  private func part(_ message: OutgoingMessage, in dialog: Dialog.Address) throws -> Part {
    let plan = try Bot.adapter().plan(
      Outgoing("1", in: dialog, .message(message)), as: Bot.identity)
    return try #require(plan.parts.first)
  }

  private func quote(_ number: Int) -> DeliveryRef {
    DeliveryRef(PlatformData(.tg) { $0.member("reply_to_message_id", String(number)) })
  }

  private func full() -> OutgoingMessage {
    var message = OutgoingMessage(RichText("Да").formatted(as: .bold))
    var button = Button("Да")
    button.callbackData = "yes"
    message.buttons = [button]
    message.quote = quote(42)
    return message
  }

  @Test(arguments: [
    (Degradation.formattingPlain, "entities"), (.buttonsDropped, "reply_markup"),
    (.quoteDropped, "reply_parameters"),
  ])
  func leavesOutWhatWasNotTaken(_ degradation: Degradation, _ name: String) throws {
    let adapter = try Bot.adapter()
    let part = try part(full(), in: Address.person("501001001"))
    let whole = try #require(BotCall(part.request))

    let mended = try #require(adapter.part(part, with: degradation))

    var expected = whole
    let isThere = expected.remove(name)
    #expect(isThere)
    #expect(BotCall(mended.request) == expected)
    #expect(adapter.part(mended, with: degradation) == nil)
  }

  @Test(arguments: [
    (Degradation.pagesDropped, "url"), (.personsDropped, "person"), (.copiesDropped, "copy"),
    (.appsDropped, "app"),
  ])
  func onlyTheKeysThatWereRefusedGo(_ degradation: Degradation, _ kind: String) throws {
    let adapter = try Bot.adapter()
    var message = OutgoingMessage("Да")
    message.buttons = try [Button].each(row: 0) + [Button].each(row: 1)
    let part = try part(message, in: Address.person("501001001"))

    let mended = try #require(adapter.part(part, with: degradation))

    let keys = BotCall(mended.request)?.view("reply_markup")?["inline_keyboard"]
    let left = keys?.elements.map { row in row.elements.map { $0["text"].string ?? "" } } ?? []
    let names = ["url", "person", "copy", "app", "press"]
    let gone = kind == "url" ? ["url", "person"] : [kind]
    #expect(left == [names.filter { !gone.contains($0) }, names.filter { !gone.contains($0) }])
    #expect(adapter.part(mended, with: degradation) == nil)
  }

  @Test func aCommentFallsBackToThePost() throws {
    let adapter = try Bot.adapter()
    let part = try part(full(), in: Address.comments("-1001500600701", root: 300))

    let mended = try #require(adapter.part(part, with: .quoteDropped))

    let reply = BotCall(mended.request)?.view("reply_parameters")
    #expect(reply?["message_id"].int == 300)
    #expect(reply?["allow_sending_without_reply"].bool == false)
    #expect(adapter.part(mended, with: .quoteDropped) == nil)
  }

  @Test func aFileThatIsNotShownGoesAsADocument() throws {
    let adapter = try Bot.adapter()
    var message = OutgoingMessage("Вот")
    var photo = EventModel.Attachment(.photo)
    photo.id = "a"
    message.attachments = [photo]
    let single = try part(message, in: Address.person("5"))
    photo.id = "b"
    message.attachments.append(photo)
    let album = try part(message, in: Address.person("5"))

    let document = try #require(adapter.part(single, with: .fileAsDocument))
    let documents = try #require(adapter.part(album, with: .fileAsDocument))

    #expect(BotCall(document.request)?.method == "sendDocument")
    #expect(BotCall(document.request)?.text("document") == "attach://f0")
    #expect(document.files == [FileUse("a", as: "document")])
    let items = BotCall(documents.request)?.view("media")?.elements.map { $0["type"].string }
    #expect(items == ["document", "document"])
    #expect(documents.files.map(\.purpose) == ["document", "document"])
    #expect(adapter.part(document, with: .fileAsDocument) == nil)
  }

  @Test func aMovedConversationHasANewNumberAndNoneOfTheOldMessages() throws {
    let adapter = try Bot.adapter()
    let address = Address.chat("-1001234567890", .group)
    let part = try part(full(), in: Address.chat("-50", .group))
    let deletion = Part(
      .object {
        $0.member("method", "deleteMessage")
        $0.member("parameters") {
          $0.member("chat_id", -50)
          $0.member("message_id", 7)
        }
      })

    let moved = try #require(adapter.part(part, movedTo: address))

    #expect(BotCall(moved.request)?.int("chat_id") == -1_001_234_567_890)
    #expect(BotCall(moved.request)?["reply_parameters"] == nil)
    #expect(adapter.part(deletion, movedTo: address) == nil)
  }

  @Test func anEditOfTheWrongSortIsTurned() async throws {
    let adapter = try Bot.adapter()
    var known = KnownMessage(
      "1", keys: [MessageKey(space: "5", id: "7")], occurredAt: Timestamp(seconds: 1),
      isOurs: true)
    known.content = "Да"
    let plan = try adapter.plan(
      Outgoing("2", in: Address.person("5"), .edit(known, OutgoingMessage("Нет"))),
      as: Bot.identity)
    let platform = ScriptedTransport(
      .json(
        """
        {"ok":false,"error_code":400,
        "description":"Bad Request: there is no text in the message to edit"}
        """,
        status: 400),
      .json(#"{"ok":true,"result":{"message_id":7,"chat":{"id":5}}}"#))

    let receipt = try await adapter.send(
      try #require(plan.parts.first), with: [], over: platform)

    #expect(receipt.messages.isEmpty)
    #expect(platform.requests.last?.url.text.hasSuffix("/editMessageCaption") == true)
    #expect(
      platform.requests.last?.bodyText == #"{"chat_id":5,"message_id":7,"caption":"Нет"}"#)
  }

  @Test func aMethodThatTheServerHasNotIsNoMatterOfTheToken() async throws {
    let part = try part(OutgoingMessage("Да"), in: Address.person("5"))
    let unknown = ScriptedTransport.Answer.json(
      #"{"ok":false,"error_code":404,"description":"Not Found"}"#, status: 404)

    func failure(_ answers: ScriptedTransport) async throws -> SendFailure? {
      let adapter = try Bot.adapter()
      do throws(SendFailure) {
        _ = try await adapter.send(part, with: [], over: answers)
        return nil
      } catch { return error }
    }

    let known = try await failure(
      ScriptedTransport(unknown, .json(#"{"ok":true,"result":{"id":7001002003}}"#)))
    let stranger = try await failure(ScriptedTransport(unknown, unknown))

    guard case .rejected(let error) = known else {
      Issue.record("the method was not refused")
      return
    }
    #expect(error.kind == .platformError)
    guard case .unauthorized = stranger else {
      Issue.record("the token was not doubted")
      return
    }
  }
}

extension [Button] {
  /// A key of each kind, named after it.
  fileprivate static func each(row: Int64) throws -> [Button] {
    func button(_ members: String) throws -> Button {
      let json = "{\"row\":\(row),\(members)}"
      return try Button(from: JSONDocument(parsing: [UInt8](json.utf8)).root)
    }
    return [
      try button(#""text":"url","url":"https://shop.example""#),
      try button(#""text":"person","url":"tg://user?id=501001002""#),
      try button(#""text":"copy","action":{"type":"copy_text","text":"42"}"#),
      try button(#""text":"app","action":{"type":"open_app","url":"https://app.example"}"#),
      try button(#""text":"press","callback_data":"yes""#),
    ]
  }
}
