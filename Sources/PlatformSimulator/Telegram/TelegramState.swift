import JSON

/// What a bot does to messages that are there: reactions, pins, answers to presses.
extension TelegramBot {
  mutating func react(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    let chat = try chat(of: call)
    guard let message = chats[chat]?.message(call.int("message_id") ?? 0) else {
      throw .badRequest("message to react not found")
    }
    let reactions = call.json("reaction")?.elements ?? []
    guard reactions.count <= 1 else { throw .badRequest("REACTIONS_TOO_MANY") }
    for reaction in reactions {
      switch reaction["type"]?.string {
      case "emoji" where TelegramEmoji.isReaction(reaction["emoji"]?.string): break
      case "custom_emoji": break
      default: throw .badRequest("REACTION_INVALID")
      }
    }
    let me = account.id
    _ = chats[chat]?.change(message.id) { $0.reactions[me] = reactions.isEmpty ? nil : reactions }
    return .done
  }

  /// Pins a message or takes pins off; in groups that is for administrators.
  mutating func pin(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    let chat = try chat(of: call)
    guard isAdministrator(in: chat) else {
      throw .badRequest("not enough rights to manage pinned messages in the chat")
    }
    let id = call.int("message_id")
    switch call.method.lowercased() {
    case "pinchatmessage":
      guard let id, chats[chat]?.change(id, { $0.isPinned = true }) != nil else {
        throw .badRequest("message to pin not found")
      }
    case "unpinchatmessage":
      let newest = chats[chat]?.messages.filter { $0.isPinned && !$0.isDeleted }.last?.id
      guard let unpinned = id ?? newest,
        chats[chat]?.change(unpinned, { $0.isPinned = false }) != nil
      else { throw .badRequest("message to unpin not found") }
    default: chats[chat]?.messages.update { $0.isPinned = false }
    }
    return .done
  }

  mutating func answerPress(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    guard let id = call["callback_query_id"], let press = presses[id], press.answer == nil,
      call.now - press.pressedAt <= TelegramPress.patience
    else {
      throw .badRequest(
        "query is too old and response timeout expired or query ID is invalid")
    }
    guard (call["text"] ?? "").utf16.count <= TelegramLimits.pressAnswer else {
      throw .badRequest("MESSAGE_TOO_LONG")
    }
    presses[id]?.answer = call.parameters.shown()
    return .done
  }

  /// A draft that is streamed: it is shown, and nothing stays of it.
  func showDraft(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    let chat = try place(of: call)
    guard chats[chat]?.type == "private" else {
      throw .badRequest("drafts can be sent to private chats only")
    }
    guard let draft = call.int("draft_id"), draft != 0 else {
      throw .badRequest("draft_id must be non-zero")
    }
    if call.method.lowercased() == "sendmessagedraft" { _ = try call.messageText() }
    return .done
  }

  private static let actions: Set<String> = [
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note",
  ]

  func showAction(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    _ = try place(of: call)
    _ = try connection(of: call)
    guard Self.actions.contains(call["action"] ?? "") else {
      throw .badRequest("wrong parameter action in request")
    }
    return .done
  }

  mutating func read(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    guard try connection(of: call) != nil else {
      throw .badRequest("business_connection_id is empty")
    }
    let chat = try chat(of: call)
    guard let id = call.int("message_id"), chats[chat]?.message(id) != nil else {
      throw .badRequest("message not found")
    }
    let before = chats[chat]?.readUpTo ?? 0
    chats[chat]?.readUpTo = max(id, before)
    return .done
  }
}

/// The emoji that Telegram takes as reactions.
enum TelegramEmoji {
  private static let reactions: Set<String> = [
    "❤", "👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩", "🤮",
    "💩", "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍", "🐳", "❤\u{200D}🔥", "🌚", "🌭", "💯", "🤣",
    "⚡", "🍌", "🏆", "💔", "🤨", "😐", "🍓", "🍾", "💋", "🖕", "😈", "😴", "😭", "🤓", "👻",
    "👨\u{200D}💻", "👀", "🎃", "🙈", "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄", "☃", "💅",
    "🤪", "🗿", "🆒", "💘", "🙉", "🦄", "😘", "💊", "🙊", "😎", "👾", "🤷\u{200D}♂", "🤷",
    "🤷\u{200D}♀", "😡",
  ]

  /// Whether it is one of them, with or without the sign that asks for the coloured picture.
  static func isReaction(_ emoji: String?) -> Bool {
    let scalars = (emoji ?? "").unicodeScalars.filter { $0.value != 0xFE0F }
    return reactions.contains(String(String.UnicodeScalarView(scalars)))
  }
}
