import JSON

/// One bot of the simulated Telegram: its people, chats, files and updates.
struct TelegramBot: Sendable {
  let account: TelegramAccount
  let limits: SimulatorLimits
  let pace: SimulatorPace
  let firstNumber: Int64
  var base = ""

  var people: [Int64: Person]
  /// Those who blocked the bot, who deleted their account, who never started the bot.
  var blocked: Set<Int64> = []
  var deactivated: Set<Int64> = []
  var strangers: Set<Int64> = []
  var chats: [Int64: TelegramChat] = [:]
  var presses: Presses<TelegramPress>
  /// Business connections by id.
  var connections: [String: JSONValue] = [:]
  var files: FileShelf
  /// The keys of people's profile photos.
  var portraits: [Int64: String] = [:]
  var updates = TelegramUpdates()
  var webhook: TelegramWebhook?
  /// Counts getUpdates calls and webhooks; whoever polls with an older number was superseded.
  var listener = 0
  var misbehavior: Misbehavior
  /// Updates that a fault lets the next one overtake.
  private var held: [TelegramUpdate] = []

  var lastUpdate: Int64
  var lastPress: Int64
  /// Private chats and basic groups share one sequence of message ids.
  var lastMessage: Int64

  init(_ account: TelegramAccount, settings: SimulatorSettings, firstNumber: Int64) {
    self.account = account
    self.firstNumber = firstNumber
    limits = settings.limits
    misbehavior = Misbehavior(rates: settings.limits.rates)
    pace = settings.pace
    presses = Presses(limit: settings.limits.presses)
    files = FileShelf(limit: settings.limits.fileBytes)
    lastUpdate = firstNumber
    lastPress = firstNumber
    lastMessage = firstNumber
    people = Dictionary(account.people.map { ($0.id, $0) }) { $1 }
    for person in account.people { open(chat: person.id, type: "private") }
  }

  // MARK: Who and where

  /// The bot as a User.
  var json: JSONValue {
    [
      "id": .int(account.id), "is_bot": true, "first_name": .string(account.name),
      "username": .string(account.username),
    ]
  }

  /// Somebody as a User.
  func user(_ id: Int64) -> JSONValue {
    guard id != account.id else { return json }
    let person = people[id]
    return .members([
      "id": .int(id), "is_bot": false, "first_name": .string(person?.firstName ?? ""),
      "last_name": person.flatMap { $0.lastName.isEmpty ? nil : .string($0.lastName) },
      "username": person?.username.json, "language_code": "ru",
    ])
  }

  /// A chat as messages show it.
  func chat(_ id: Int64) -> JSONValue {
    guard let chat = chats[id] else { return ["id": .int(id), "type": "private"] }
    let person = chat.type == "private" ? people[id] : nil
    return .members([
      "id": .int(id), "first_name": person.map { .string($0.firstName) },
      "last_name": person.flatMap { $0.lastName.isEmpty ? nil : .string($0.lastName) },
      "username": person?.username.json, "title": chat.title.json, "type": .string(chat.type),
      "is_forum": chat.isForum ? true : nil,
    ])
  }

  /// Makes sure that there is such a chat.
  mutating func open(chat id: Int64, type: String, title: String? = nil) {
    guard chats[id] == nil, chats.count < limits.chats else { return }
    chats[id] = TelegramChat(
      id: id, type: type, title: title, messages: Recent(limit: limits.messagesPerChat),
      lastMessage: firstNumber)
  }

  // MARK: Messages

  /// The whole Message; what it answers is put in without what that answers.
  func json(of message: TelegramMessage, withReply: Bool = true) -> JSONValue {
    let chat = chats[message.chatID]
    let replied = message.replyTo.flatMap { chat?.message($0) }
    let isTopic = message.threadID.map { chat?.topics.contains($0) == true } ?? false
    let sender = chat?.type == "channel" ? nil : self.sender(of: message)
    let core: JSONValue = .members([
      "message_id": .int(message.id), "from": sender,
      "sender_chat": sender == nil ? self.chat(message.chatID) : nil,
      "chat": self.chat(message.chatID), "date": .int(message.date),
      "edit_date": message.editedAt.map { .int($0) },
      "message_thread_id": message.threadID.map { .int($0) },
      "is_topic_message": isTopic ? true : nil, "business_connection_id": message.connection.json,
      "reply_to_message": withReply ? replied.map { json(of: $0, withReply: false) } : nil,
      "text": message.text.json, "reply_markup": message.keyboard,
    ])
    let isOurs = message.connection != nil && message.fromID == account.id
    return core.merging(message.content).with("sender_business_bot", isOurs ? json : nil)
  }

  /// Who wrote a message: through a business connection the bot writes as the account's owner.
  private func sender(of message: TelegramMessage) -> JSONValue {
    let owner = message.connection.flatMap { connections[$0]?["user"] }
    return message.fromID == account.id ? owner ?? json : user(message.fromID)
  }

  /// Gives a message its id and keeps it.
  mutating func keep(_ draft: TelegramMessage) -> TelegramMessage {
    var message = draft
    if chats[draft.chatID]?.countsForItself == true {
      message.id = (chats[draft.chatID]?.lastMessage ?? 0) + 1
      chats[draft.chatID]?.lastMessage = message.id
    } else {
      lastMessage += 1
      message.id = lastMessage
    }
    chats[draft.chatID]?.messages.append(message)
    return message
  }

  // MARK: Updates

  /// Queues an update of that kind; returns its id, or nil when nobody asked for the kind or the
  /// queue is full.
  @discardableResult
  mutating func emit(_ kind: String, _ object: JSONValue, queue: String) -> Int64? {
    guard updates.wants(kind), updates.count < limits.waitingUpdates else { return nil }
    lastUpdate += 1
    emit(TelegramUpdate(id: lastUpdate, kind: kind, object: object, queue: queue, at: .now))
    return lastUpdate
  }

  /// Queues an update that is finished.
  mutating func emit(_ update: TelegramUpdate) {
    for update in misbehavior.faults.delivery(of: update, update.kind, held: &held) {
      updates.append(update)
    }
  }
}

/// A press on an inline button, which may be answered once, for as long as Telegram waits.
struct TelegramPress: Hashable, Sendable {
  static let patience: Int64 = 150

  var fromID: Int64
  var chatID: Int64
  var messageID: Int64
  var pressedAt: Int64
  var answer: JSONValue?
}
