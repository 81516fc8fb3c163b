import JSON

/// One community of the simulated VK: its people, conversations, uploads and listeners.
struct VKCommunity: Sendable {
  let account: VKAccount
  let limits: SimulatorLimits
  let pace: SimulatorPace
  let firstNumber: Int64
  /// The simulator's own address, which answers name for uploads, files and Long Poll.
  var base = ""

  var people: [Int64: Person]
  /// Why peers cannot be written to, by the error that says so: 901 forbade it.
  var refusals: [Int64: Int] = [:]
  /// Whether the settings let it send keyboards.
  var mayUseKeyboards = true
  /// Chats where it is no administrator.
  var plainChats: Set<Int64> = []
  var conversations: [Int64: VKConversation] = [:]
  var presses: Presses<VKPress>
  var comments = Recent<VKComment>(limit: 10_000)
  var files: FileShelf
  var servers: [Int64: VKCallbackServer] = [:]
  var longPoll: VKLongPoll
  var misbehavior: Misbehavior
  /// Events that a fault lets the next one overtake.
  private var held: [VKEvent] = []

  var lastServer: Int64 = 0
  var lastDelivery = 0
  var lastMessage: Int64
  var lastEvent: UInt64 = 0

  init(_ account: VKAccount, settings: SimulatorSettings, firstNumber: Int64) {
    self.account = account
    self.firstNumber = firstNumber
    limits = settings.limits
    misbehavior = Misbehavior(rates: settings.limits.rates)
    pace = settings.pace
    people = Dictionary(account.people.map { ($0.id, $0) }) { $1 }
    presses = Presses(limit: settings.limits.presses)
    files = FileShelf(limit: settings.limits.fileBytes)
    longPoll = VKLongPoll(firstNumber: firstNumber, limit: settings.limits.waitingUpdates)
    lastMessage = firstNumber
  }

  /// The author of the community's own messages.
  var ownerID: Int64 { -account.groupID }

  /// The envelope that callback posts and Long Poll share.
  mutating func envelope(type: String, object: JSONValue?) -> JSONValue {
    lastEvent += 1
    let eventID = hexDigits(of: type, UInt64(firstNumber), lastEvent, count: 40)
    return .members([
      "group_id": .int(account.groupID), "type": .string(type), "event_id": .string(eventID),
      "v": "5.199", "object": object,
    ])
  }

  /// Tells everybody who listens that something has happened; returns the event's id.
  @discardableResult
  mutating func emit(_ type: String, _ object: JSONValue) -> String {
    emit(VKEvent(envelope(type: type, object: object)))
  }

  /// Tells an event that is finished.
  @discardableResult
  mutating func emit(_ event: VKEvent) -> String {
    for event in misbehavior.faults.delivery(of: event, event.type, held: &held) {
      longPoll.append(event)
      post(event)
    }
    return event.id
  }

  // MARK: Conversations

  /// The message of that number, with what it answers in it.
  func json(of message: VKMessage) -> JSONValue {
    message.json(answering: message.replyTo.flatMap { conversations[message.peerID]?.message($0) })
  }

  /// Makes sure that there is such a conversation.
  mutating func open(_ peer: Int64) {
    guard conversations[peer] == nil, conversations.count < limits.chats else { return }
    conversations[peer] = VKConversation(limit: limits.messagesPerChat, firstNumber: firstNumber)
  }

  /// Gives a message its numbers and keeps it.
  mutating func keep(_ draft: VKMessage) -> VKMessage {
    let peer = draft.peerID
    open(peer)
    var message = draft
    message.conversationMessageID = conversations[peer]?.nextNumber() ?? 0
    lastMessage += 1
    message.id = peer > VKMessage.firstChatPeer ? 0 : lastMessage
    conversations[peer]?.append(message)
    return message
  }
}

/// A press on a callback button, which may be answered once, for a minute.
struct VKPress: Hashable, Sendable {
  static let patience: Int64 = 60

  var userID: Int64
  var peerID: Int64
  var pressedAt: Int64
  var answer: String?
}
