import JSON
import Testing

@testable import PlatformSimulator

/// What becomes of messages after they were sent.
struct TelegramStateTests {
  @Test func messagesChangeAndSayHow() throws {
    var bot = newBot()
    let question: JSONValue = ["chat_id": 501, "question": "?", "options": ["a"]]
    let poll = try bot.respond(to: telegramCall("sendPoll", question)).result["message_id"] ?? .null
    let sent: JSONValue = ["chat_id": 501, "message_id": poll]
    let liked = sent.with("reaction", [["type": "emoji", "emoji": "👍"]])
    _ = try bot.respond(to: telegramCall("setMessageReaction", liked))
    _ = try bot.respond(to: telegramCall("pinChatMessage", sent))
    _ = try bot.respond(to: telegramCall("stopPoll", sent))

    let line = bot.log(RequestParameters(query: ""))["chats"]?.elements.first?["messages"]?
      .elements.first
    #expect(line?["pinned"] == true && line?["poll"]?["is_closed"] == true)
    #expect(line?["reactions"] == ["bot": [["emoji": "👍", "type": "emoji"]]])
    #expect(
      problem(&bot, telegramCall("stopPoll", sent)) == .badRequest("poll has already been closed"))
    let wrong = sent.with("reaction", [["type": "emoji", "emoji": "x"]])
    #expect(
      problem(&bot, telegramCall("setMessageReaction", wrong)) == .badRequest("REACTION_INVALID"))
    _ = try bot.respond(to: telegramCall("unpinAllChatMessages", ["chat_id": 501]))
    #expect(bot.chats[501]?.message(poll.int ?? 0)?.isPinned == false)
  }

  @Test func othersMessagesInGroupsAreForAdministrators() throws {
    var bot = newBot()
    _ = bot.push(try order(#"{"from":501,"chat":-5,"text":"a"}"#), at: telegramNow)
    let id = JSONValue.int(bot.lastMessage)
    _ = bot.arrange(try order(#"{"id":-5,"bot_status":"member"}"#), at: telegramNow)
    let message: JSONValue = ["chat_id": -5, "message_id": id]

    #expect(problem(&bot, telegramCall("deleteMessage", message)) != nil)
    #expect(problem(&bot, telegramCall("pinChatMessage", message)) != nil)
    _ = bot.arrange(try order(#"{"id":-5,"bot_status":"administrator"}"#), at: telegramNow)
    #expect(problem(&bot, telegramCall("pinChatMessage", message)) == nil)
    #expect(problem(&bot, telegramCall("deleteMessage", message, at: telegramNow + 172_801)) != nil)
    #expect(problem(&bot, telegramCall("deleteMessage", message)) == nil)
  }

  @Test func businessMessagesComeBack() throws {
    var bot = newBot()
    _ = bot.connect(
      try order(#"{"id":"bc","user":{"id":77,"first_name":"Олег"}}"#), at: telegramNow)
    let question = #"{"from":501,"chat":501,"connection":"bc","text":"?"}"#
    _ = bot.push(try order(question), at: telegramNow)
    let asked = JSONValue.int(bot.lastMessage)
    let business: JSONValue = ["business_connection_id": "bc", "chat_id": 501]

    let sent = try bot.respond(to: telegramCall("sendMessage", business.with("text", "да"))).result
    _ = try bot.respond(to: telegramCall("readBusinessMessage", business.with("message_id", asked)))
    let gone = business.with("message_ids", .array([sent["message_id"] ?? .null]))
    _ = try bot.respond(to: telegramCall("deleteBusinessMessages", gone))

    #expect(sent["from"]?["id"] == 77 && sent["sender_business_bot"]?["id"] == 7_001_002_003)
    let updates = bot.updates.read(offset: 0, limit: 100, at: .now).map(\.kind)
    #expect(updates == ["business_connection", "business_message", "business_message"])
    let log = bot.log(RequestParameters(query: "chat=501"))["chats"]?.elements.first
    #expect(log?["read_up_to"] == 1)
    #expect(log?["messages"]?.elements.last?["deleted"] == true)
  }

  @Test func largeFilesAreNotGivenOut() throws {
    var bot = newBot()
    let large = #"{"from":501,"file":{"trouble":"too_large","size":30000000}}"#
    let pushed = bot.push(try order(large), at: telegramNow)
    let id = pushed?.message.content["document"]?["file_id"] ?? .null

    #expect(
      problem(&bot, telegramCall("getFile", ["file_id": id])) == .badRequest("file is too big"))
  }

  @Test func profilePhotosAreFiles() throws {
    var bot = newBot()
    _ = bot.meet(
      try order(#"{"id":501,"photo":{"base64":"AAEC","name":"a.jpg"}}"#), at: telegramNow)

    let photos = try bot.respond(to: telegramCall("getUserProfilePhotos", ["user_id": 501])).result
    let id = photos["photos"]?.elements.first?.elements.first?["file_id"]
    #expect(photos["total_count"] == 1)
    #expect(bot.files[id?.string ?? ""]?.bytes == [0, 1, 2])
  }

  @Test func copiesForwardsAndAlbumsKeepTheirFiles() throws {
    var bot = newBot()
    let items: JSONValue = [
      ["type": "photo", "media": "https://a.test/1.png", "caption": "раз"],
      ["type": "photo", "media": "https://a.test/2.png"],
    ]
    let album = try bot.respond(
      to: telegramCall("sendMediaGroup", ["chat_id": 501, "media": items]))
    let ids = JSONValue.array(album.result.elements.compactMap { $0["message_id"] })
    let both: JSONValue = ["chat_id": 501, "from_chat_id": 501, "message_ids": ids]

    _ = try bot.respond(to: telegramCall("forwardMessages", both))
    _ = try bot.respond(to: telegramCall("copyMessages", both.with("remove_caption", true)))

    let lines = bot.log(RequestParameters(query: ""))["chats"]?.elements.first?["messages"]?
      .elements
    #expect(lines?.map { $0["album"] } == [1, 1, 2, 2, 3, 3])
    #expect(lines?.map { $0["caption"] } == ["раз", nil, "раз", nil, nil, nil])
    #expect(lines?.map { $0["forward_from"] } == [nil, nil, "bot", "bot", nil, nil])
    #expect(lines?.last?["files"]?.elements.first?["url"] == "https://a.test/2.png")
  }
}
