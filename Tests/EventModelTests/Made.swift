import EventModel
import JSON

/// Events and dialogs as an adapter and the ledger make them.
enum Made {
  static let channel: ChannelID = "0b9b7c1e-6f3a-4d57-9a51-1f6f2f0c1a02"
  private static let at = Timestamp(seconds: 1_780_740_000)
  private static let recordedAt = at.advanced(byMilliseconds: 412)

  static func message() throws -> Event {
    var event = event(
      .messageCreated, about: Event.Target(.message, id: "1042"),
      in: SourceContext(.inbound, "telegram_chat", telegramData))
    event.externalMessageID = "1042"
    event.sender = Sender(.lead, id: "6931f0a0c3d4e5f600000011", externalID: "83159543")
    event.sender?.profile = Profile(platform: "tg")
    event.sender?.profile?.firstName = "Иван"
    event.message = Message("Привет")
    var photo = Attachment(.photo)
    photo.id = "6931f0a0c3d4e5f600000012"
    photo.durationSeconds = 3
    event.attachments = [photo]
    event.buttons = [Button("Да")]
    event.place.deliveryRef = DeliveryRef(
      PlatformData("tg") { $0.member("reply_to_message_id", "1042") })
    try event.facets.update(.messageInteractions) {
      $0.replies = MessageInteractions.Replies { $0.isReply = true }
      $0.poll = Poll { $0.question = "?" }
      $0.reactions = [MessageReaction { $0.count = 1 }]
    }
    return event
  }

  static func press() throws -> Event {
    let action = Action.buttonClicked(
      ButtonClick {
        $0.action = .callback
        $0.callbackID = "4382bfdwdsb323b2d9"
      })
    var event = event(
      action.type, about: Event.Target(action.defaultTarget, id: "1042"),
      in: SourceContext(.inbound, "telegram_chat", telegramData))
    let facet = action.facet
    if let facet { event.facets[facet.name] = facet.value }
    return event
  }

  static func failedReply() throws -> Event {
    var event = event(
      .messageCreated, about: Event.Target(.message, id: "6931f0a2c3d4e5f601000001"),
      in: SourceContext(.outbound, "telegram_chat", telegramData))
    event.sender = Sender(.user, id: "7f0c2a4e-1b7d-4e0e-9a7c-0d9a7b1f2c33")
    event.message = Message("Ваш заказ готов")
    event.facets.set(
      EventStatus { $0.sending = EventStatus.Sending { $0.status = .queued } }, for: .status)
    try event.facets.update(.status) {
      $0.sending?.status = .failed
      $0.delivery = EventStatus.Delivery {
        $0.failed = true
        $0.failedAt = recordedAt
        $0.failureReason = .userBlocked
      }
    }
    event.facets.set(
      EventError {
        $0.code = .deliveryFailed
        $0.kind = .userBlocked
      }, for: .error)
    return event
  }

  static func vkDialog() throws -> Dialog {
    var address = Dialog.Address(
      kind: "chat", ids: ["2000000001"], dialogType: .groupChat, chatID: "2000000001")
    address.members = [.init("peer_id", 2_000_000_001)]
    return try dialog("vk", at: address, name: "Чат", from: .groupChat)
  }

  static func topic() throws -> Dialog {
    var address = Dialog.Address(
      kind: "topic", ids: ["-1001234567890", "42"], dialogType: .groupChat,
      chatID: "-1001234567890")
    address.members = [.init("thread_id", 42)]
    return try dialog("tg", at: address, name: "Доставка", from: .groupChat)
  }

  static func thread() throws -> Dialog {
    var address = Dialog.Address(
      kind: "thread", ids: ["q7m2x4b9d0aa41cc"], dialogType: .privateChat,
      chatID: "<first@mail.example>", userID: "client@example.com")
    address.members = [
      .init("from", "support@company.com", isInContext: false),
      .init("to", "client@example.com", isInContext: false),
      .init("message_id", "<second@mail.example>", isInContext: false),
      .init("thread_id", "<first@mail.example>", isInContext: false),
      .init("references", ["<first@mail.example>"], isInContext: false),
    ]
    return try dialog("email", at: address, name: "client@example.com", from: .lead)
  }

  private static let telegramData = PlatformData("tg") {
    $0.member("chat_id", "83159543")
    $0.member("chat_type", "private")
  }

  private static func event(
    _ action: ActionType, about target: Event.Target, in context: SourceContext
  ) -> Event {
    var scope = Event.Scope()
    scope.channel = channel
    scope.platform = "tg"
    scope.dialog = "6931f0a0c3d4e5f600000005"
    scope.lead = "6931f0a0c3d4e5f600000011"
    var event = Event(
      id: "6931f0a2c3d4e5f601000001", scope: scope, target: target,
      place: Event.Place(sourceContext: context),
      timeline: Event.Timeline(action, occurredAt: at, recordedAt: recordedAt))
    event.sender = .system
    return event
  }

  private static func dialog(
    _ platform: Platform, at address: Dialog.Address, name: String, from source: Dialog.SourceType
  ) throws -> Dialog {
    var identity = Dialog.Identity("6931f0a0c3d4e5f600000005", platform: platform)
    identity.channel = channel
    identity.externalID = address.externalID(platform: platform, channel: channel)
    var dialog = Dialog(
      identity, at: address, timeline: Dialog.Timeline(startedAt: at, recordedAt: recordedAt))
    dialog.lastMessage = Dialog.Brief("Привет", role: "user", at: at)
    try dialog.facets.update(.displayInfo) {
      $0.name = name
      $0.sourceType = source
      $0.platformType = platform
    }
    return dialog
  }
}
