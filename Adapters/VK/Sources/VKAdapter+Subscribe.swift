import AdapterKit
import EventModel
import JSON
import Settings

extension VKAdapter: WebhookSubscribing {
  /// VK cuts no title, it refuses more than 14 characters.
  private static let title = "channeld"

  /// A confirmation code in the settings is one that VK's pages show: then the server was set up
  /// there by hand.
  package var isCalled: Bool {
    settings.transport.hasCallback && settings.confirmation == nil
  }

  /// Makes or mends the community's callback server of that address, and ticks the events we read.
  ///
  /// VK asks for the confirmation at once: `bind` has to be done, and the listener up.
  package func subscribe(
    _ url: String, over transport: some Transport
  ) async throws(SendFailure) {
    let server = try await self.server(at: url, over: transport)
    var call = aboutUs("groups.setCallbackSettings")
    call.set("server_id", server)
    call.set("api_version", settings.apiVersion)
    for event in Self.events where settings.subjects.contains(VKSubject(of: event)) {
      call.set(event, 1)
    }
    _ = try await api.make(call, over: transport)
  }

  /// The number of the server with our address and secret; one that works already is left alone.
  private func server(
    at url: String, over transport: some Transport
  ) async throws(SendFailure) -> Int64 {
    let known = try await api.make(aboutUs("groups.getCallbackServers"), over: transport)
    let same = known["items"].elements.first { $0["url"].string == url }
    if let same, let id = same["id"].int {
      if works(same) { return id }
      var call = aboutUs("groups.editCallbackServer")
      call.set("server_id", id)
      _ = try await api.make(described(call, url), over: transport)
      return id
    }
    let call = described(aboutUs("groups.addCallbackServer"), url)
    guard let id = try await api.make(call, over: transport)["server_id"].int else {
      throw .uncertain(DeliveryError(.setupFailed, "VK does not number its callback server"))
    }
    return id
  }

  private func works(_ server: JSONView) -> Bool {
    guard server["status"].string == "ok", let secret = settings.secret else { return false }
    return server["secret_key"].withUTF8 { secret.matches($0) } == true
  }

  private func described(_ call: VKCall, _ url: String) -> VKCall {
    var call = call
    call.set("url", url)
    call.set("title", Self.title)
    call.set("secret_key", settings.secret?.reveal())
    return call
  }

  /// What has a switch and is read here. Without `message_event` callback buttons spin for ever.
  private static let events = [
    "message_new", "message_reply", "message_edit", "message_event", "message_reaction_event",
    "message_read", "message_allow", "message_deny", "wall_reply_new", "wall_reply_edit",
    "wall_reply_delete", "wall_reply_restore", "wall_repost", "board_post_new",
    "board_post_edit", "board_post_delete", "board_post_restore", "photo_comment_new",
    "photo_comment_edit", "photo_comment_delete", "photo_comment_restore", "video_comment_new",
    "video_comment_edit", "video_comment_delete", "video_comment_restore",
    "market_comment_new", "market_comment_edit", "market_comment_delete",
    "market_comment_restore", "market_order_new", "market_order_edit", "like_add",
    "like_remove", "poll_vote_new", "group_join", "group_leave", "group_change_settings",
    "group_change_photo", "group_officers_edit", "user_block", "user_unblock",
    "lead_forms_new", "donut_subscription_create", "donut_subscription_prolonged",
    "donut_subscription_expired", "donut_subscription_cancelled",
    "donut_subscription_price_changed", "donut_money_withdraw", "donut_money_withdraw_error",
  ]
}
