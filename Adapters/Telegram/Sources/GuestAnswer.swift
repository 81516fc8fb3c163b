import AdapterKit
import EventModel
import JSON

/// What a bot says in a chat that it is no member of: one message, once, by the query's name.
enum GuestAnswer {
  static func plan(_ message: OutgoingMessage, in place: SendingPlace) throws(Refusal) -> Plan {
    guard case .guest(let query) = place.quote else {
      throw Refusal(.invalid, "a guest is answered by the delivery_ref of its message")
    }
    guard message.attachments.isEmpty else {
      throw Refusal(.unsupported, "a guest's answer is a text")
    }
    let fit = try Keyboard.fit(message.buttons ?? [], in: place)
    let text = message.text.followed(by: fit.lines).trimmed
    guard (1...TelegramLimits.text).contains(text.length) else {
      throw Refusal(
        .invalid, "a guest is answered once, with 1 to \(TelegramLimits.text) characters")
    }
    var losses = fit.losses
    if text.losesFormatting { losses.append(.formattingPlain) }
    if message.isSilent { losses.append(.silenceDropped) }
    var call = BotCall("answerGuestQuery")
    call.set("guest_query_id", query)
    call["result"] = article(text, fit.keyboard, hidesPreview: message.hidesPreview)
    return Plan(
      [Part(call.fragment, bounds: [.channel])],
      place: Event.Place(sourceContext: place.context), degradations: losses)
  }

  /// Telegram has no plainer form of a text: an article, of which only the content is shown.
  static func article(
    _ text: RichText, _ keyboard: Keyboard?, hidesPreview: Bool
  ) -> JSONFragment {
    .object { writer in
      writer.member("type", "article")
      writer.member("id", "1")
      writer.member("title", text.prefix(longestTitle).plain)
      writer.member("input_message_content") {
        $0.member("message_text", text.plain)
        $0.member("entities", text.botEntities)
        if hidesPreview { $0.member("link_preview_options") { $0.member("is_disabled", true) } }
      }
      writer.member("reply_markup", keyboard)
    }
  }

  private static let longestTitle = 64
}
