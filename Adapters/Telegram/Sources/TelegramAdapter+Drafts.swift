import AdapterKit
import EventModel
import JSON

extension TelegramAdapter {
  /// Reads one update, or a whole answer to getUpdates.
  package func drafts(
    from payload: Payload, as identity: ChannelIdentity
  ) throws(PayloadError) -> Reading {
    let circumstances = Update.Circumstances(
      bot: identity, receivedAt: payload.receivedAt, acceptsBots: acceptsBots,
      paymentRefusal: paymentRefusal)
    let root = try Self.parse(payload.body)
    guard root["update_id"].int == nil, root["ok"].bool == true, root["result"].kind == .array
    else { return try Self.reading(of: root, circumstances) }
    var all = Reading([], silence: "empty_batch")
    for update in UpdateCut.updates(in: payload.body) {
      let one = try Self.reading(of: Self.parse(update), circumstances)
      all.drafts += one.drafts
      all.silence = all.drafts.isEmpty ? one.silence ?? all.silence : nil
    }
    return all
  }

  private static func parse(_ body: [UInt8]) throws(PayloadError) -> JSONView {
    do {
      return try JSONDocument(parsing: body).root
    } catch {
      throw PayloadError("not_json", error.reason)
    }
  }

  private static func reading(
    of root: JSONView, _ circumstances: Update.Circumstances
  ) throws(PayloadError) -> Reading {
    guard let id = root["update_id"].int else {
      throw PayloadError("wrong_shape", "no update: there is no update_id")
    }
    var stranger: String?
    for (name, content) in root.members where name != "update_id" {
      guard let kind = UpdateKind(rawValue: name) else {
        stranger = stranger ?? name
        continue
      }
      guard content.kind == .object else {
        throw PayloadError("wrong_shape", "\(name) is no object")
      }
      return try reading(of: Update(id: id, kind: kind, content: content, circumstances))
    }
    return Reading([], silence: stranger.map { "unknown_type:\($0.prefix(64))" } ?? "empty_update")
  }

  private static func reading(of update: Update) throws(PayloadError) -> Reading {
    let drafts = try drafts(of: update)
    return Reading(drafts, silence: drafts.isEmpty ? silence(of: update) : nil)
  }

  private static func drafts(of update: Update) throws(PayloadError) -> [Draft] {
    switch update.kind {
    case .message, .channelPost, .guestMessage, .businessMessage:
      MessageReading(try MessageView(of: update)).drafts
    case .editedMessage, .editedChannelPost, .editedBusinessMessage:
      MessageReading(try MessageView(of: update)).edits
    case .deletedBusinessMessages: try DeletionReading(update).drafts
    case .callbackQuery: try PressReading(update).drafts
    case .messageReaction: try ReactionReading(update).drafts
    case .messageReactionCount: try ReactionCountReading(update).drafts
    case .myChatMember, .chatMember: try MembershipReading(update).drafts
    case .chatJoinRequest: try ChatReading(update).joinRequest
    case .chatBoost: try ChatReading(update).boost
    case .removedChatBoost: try ChatReading(update).boostRemoval
    case .stoppedMessageGeneration: try ChatReading(update).stoppedGeneration
    case .poll: try PollReading(update).snapshot()
    case .pollAnswer: try PollReading(update).answer()
    case .businessConnection: BotReading(update, by: "user").connection
    case .managedBot: BotReading(update, by: "user").managedBot
    case .inlineQuery: BotReading(update, by: "from").inlineQuery
    case .shippingQuery, .preCheckoutQuery:
      BotReading(update, by: "from").payment(Payment.Kind(rawValue: update.kind.rawValue))
    case .purchasedPaidMedia: BotReading(update, by: "from").payment("paid_media")
    case .subscription: BotReading(update, by: "user").payment("subscription")
    case .chosenInlineResult: []
    }
  }

  /// Why an update that could be read makes nothing.
  private static func silence(of update: Update) -> String {
    switch update.kind {
    case .chosenInlineResult: "no_dialog"
    case .messageReaction: "nothing_new"
    case .editedMessage, .editedChannelPost, .editedBusinessMessage: "no_message_id"
    case .deletedBusinessMessages: "empty_list"
    default: "never_as_update"
    }
  }
}
