import AdapterKit
import EventModel
import JSON

extension TelegramAdapter {
  /// Reads one update, or a whole answer to getUpdates.
  package func drafts(
    from payload: Payload, as identity: ChannelIdentity
  ) throws(PayloadError) -> Reading {
    let circumstances = Update.Circumstances(
      bot: identity, receivedAt: payload.receivedAt, acceptsBots: acceptsBots)
    let root = try Self.parse(payload.body)
    guard root["update_id"].int == nil, root["ok"].bool == true, root["result"].kind == .array
    else { return try Self.reading(of: root, circumstances) }
    var all = Reading([])
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
    switch update.kind {
    case .message, .channelPost, .guestMessage, .businessMessage:
      Reading(MessageReading(try MessageView(of: update)).drafts)
    case .editedMessage, .editedChannelPost, .editedBusinessMessage:
      Reading(MessageReading(try MessageView(of: update)).edits)
    case .deletedBusinessMessages: Reading(try DeletionReading(update).drafts)
    case .callbackQuery: Reading(try PressReading(update).drafts)
    case .messageReaction: ReactionReading.reading(of: try ReactionReading(update).drafts)
    case .myChatMember, .chatMember: Reading(try MembershipReading(update).drafts)
    case .businessConnection, .messageReactionCount, .inlineQuery, .chosenInlineResult,
      .shippingQuery, .preCheckoutQuery, .purchasedPaidMedia, .poll, .pollAnswer,
      .chatJoinRequest, .chatBoost, .removedChatBoost, .managedBot, .subscription,
      .stoppedMessageGeneration:
      Reading([], silence: "not_read:\(update.kind.rawValue)")
    }
  }
}
