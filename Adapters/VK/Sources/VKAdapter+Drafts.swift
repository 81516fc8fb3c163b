import AdapterKit
import EventModel
import JSON

extension VKAdapter {
  /// Reads one event, or a whole Long Poll answer with all its events.
  package func drafts(
    from payload: Payload, as identity: ChannelIdentity
  ) throws(PayloadError) -> Reading {
    let root: JSONView
    do { root = try JSONDocument(parsing: payload.body).root } catch {
      throw PayloadError("not_json", error.reason)
    }
    guard root["updates"].kind == .array else { return try reading(of: root, payload) }
    var all = Reading([])
    for envelope in root["updates"].elements {
      let one = try reading(of: envelope, payload)
      all.drafts += one.drafts
      all.silence = all.silence ?? one.silence
    }
    guard all.drafts.isEmpty else { return Reading(all.drafts) }
    return .silence(all.silence ?? "no_updates")
  }

  private func reading(
    of envelope: JSONView, _ payload: Payload
  ) throws(PayloadError) -> Reading {
    let update = try VKUpdate(envelope, in: payload, group: settings.group)
    guard settings.subjects.contains(VKSubject(of: update.type)) else {
      return .silence("not_wanted:\(VKSubject(of: update.type))")
    }
    if update.object["warning"].kind == .string { return .silence("deprecated_api_version") }
    guard update.object.kind == .object || update.type == "confirmation" else {
      throw PayloadError("wrong_shape", "the event's `object` is no object")
    }
    return try update.reading()
  }
}

extension VKUpdate {
  /// What the event means; every type VK is known to send is named here.
  func reading() throws(PayloadError) -> Reading {
    switch type {
    case "message_new": return Reading(try messageNew())
    case "message_reply": return Reading(try messageReply())
    case "message_edit": return Reading(try messageEdit())
    case "message_event": return Reading(try messageEvent())
    case "message_reaction_event": return Reading(try messageReaction())
    case "message_read":
      return try messageRead().map { Reading([$0]) } ?? .silence("read_up_to_unknown")
    case "message_allow": return Reading(try consent(isGiven: true))
    case "message_deny": return Reading(try consent(isGiven: false))
    case "app_payload": return Reading(try appPayload())
    default: return try communityReading()
    }
  }

  private func communityReading() throws(PayloadError) -> Reading {
    switch type {
    case "like_add": return Reading(try like(isAdded: true))
    case "like_remove": return Reading(try like(isAdded: false))
    case "group_join": return Reading(try groupJoin())
    case "group_leave": return Reading(try groupLeave())
    case "user_block": return Reading(try moderation(isBlocked: true))
    case "user_unblock": return Reading(try moderation(isBlocked: false))
    case "poll_vote_new": return Reading(try pollVote())
    case "lead_forms_new": return Reading(try leadForm())
    case "wall_repost": return Reading(repost())
    case "group_change_settings", "group_change_photo":
      return Reading(stateChanged(control, by: admin("user_id")))
    case "group_officers_edit":
      return Reading(stateChanged(control, by: admin("admin_id")))
    case "donut_subscription_create", "donut_subscription_prolonged",
      "donut_subscription_expired", "donut_subscription_cancelled",
      "donut_subscription_price_changed", "donut_money_withdraw", "donut_money_withdraw_error",
      "market_order_new", "market_order_edit", "vkpay_transaction":
      return Reading(billing())
    default: return try otherReading()
    }
  }

  private func otherReading() throws(PayloadError) -> Reading {
    if let event = VKCommentEvent(type) { return Reading(try comment(event)) }
    return switch type {
    case "confirmation": .silence("handshake")
    case "message_typing_state": .silence("typing_has_no_row")
    case "wall_post_new", "wall_post_edit", "wall_post_delete", "wall_schedule_post_new",
      "wall_schedule_post_delete", "photo_new", "audio_new", "video_new":
      .silence("no_event_of_a_dialog:\(type)")
    default: .silence("unknown_type:\(type.prefix(64))")
    }
  }

  /// The channel itself as a target.
  private var control: Event.Target { Event.Target(.control, id: channel.rawValue) }

  private func admin(_ name: StaticString) -> Sender {
    object[name].int.map { author(ourselves, admin: $0).sender } ?? .system
  }
}

extension Reading {
  fileprivate static func silence(_ reason: String) -> Reading { Reading([], silence: reason) }
}
