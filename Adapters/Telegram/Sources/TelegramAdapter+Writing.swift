import AdapterKit
import EventModel

extension TelegramAdapter {
  /// A draft lives for 30 seconds and moves on with its next piece; only private chats have them.
  ///
  /// Of a text that will stand in several messages, the one that is being written is shown.
  func plan(_ writing: Outgoing.Writing, in place: SendingPlace) throws(Refusal) -> Plan {
    guard place.isPrivate else {
      throw Refusal(.unsupported, "Telegram shows drafts in private chats alone")
    }
    let pieces = TextSplitting.pieces(of: writing.text, atMost: TelegramLimits.text)
    guard let last = pieces.last else { throw Refusal(.invalid, "there is no text to show") }
    var call = place.placing("sendMessageDraft")
    call.set("draft_id", writing.id)
    call.set("text", last.plain)
    call["entities"] = last.botEntities
    if writing.canStop { call.set("can_stop", true) }
    return Plan(
      [Part(call.fragment, repeats: .areHarmless, bounds: [.channel])],
      degradations: (pieces.count > 1 ? [.textSplit] : [])
        + (last.losesFormatting ? [.formattingPlain] : []))
  }
}
