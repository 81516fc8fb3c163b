import AdapterKit
import EventModel
import JSON

/// What becomes of one message of Telegram's.
struct Edit {
  /// What a message has: a text, a file that may have a caption, or neither.
  enum Content { case text, caption, other }

  let slot: StandingMessage
  let holds: Content
  /// Whether it is an item of an album that may bear the caption.
  let hasCaption: Bool
  var text: RichText?
  var media: OutgoingMedia?
  var markup: JSONFragment?
  var hasNewMarkup = false
  var isGone = false

  init(of slot: StandingMessage, hasFiles: Bool) {
    self.slot = slot
    let answer = slot.made?.view("result")?["reply_markup"]
    markup = slot.made?["reply_markup"] ?? answer.flatMap { $0.exists ? JSONFragment($0) : nil }
    holds = slot.made == nil && hasFiles ? .caption : Self.content(of: slot.made)
    hasCaption = slot.made?["caption"] != nil
  }

  /// What nobody remembers the making of has a text: so have most.
  private static func content(of made: BotCall?) -> Content {
    switch made?.method {
    case nil, "sendMessage", "editMessageText", "answerGuestQuery": .text
    case "sendPhoto", "sendVideo", "sendDocument", "sendAudio", "sendVoice", "sendAnimation",
      "sendMediaGroup":
      .caption
    default: .other
    }
  }

  /// An album has no keys.
  var takesKeys: Bool { slot.made?.method != "sendMediaGroup" }

  /// The one call that makes all of it so; nil when nothing changes.
  func part(in place: SendingPlace, hidesPreview: Bool) throws(Refusal) -> Part? {
    guard !isGone, text != nil || media != nil || hasNewMarkup else { return nil }
    var files: [FileUse] = []
    var call: BotCall
    if let media {
      call = try self.call("Media", in: place)
      call["media"] = media.input(&files, caption: text)
    } else if let text, holds == .text {
      call = try self.call("Text", in: place)
      call.set("text", text.plain)
      call["entities"] = text.botEntities
      if hidesPreview {
        call["link_preview_options"] = .object { $0.member("is_disabled", true) }
      }
    } else if let text {
      call = try self.call("Caption", in: place)
      call.set("caption", text.plain)
      call["caption_entities"] = text.botEntities
    } else {
      call = try self.call("ReplyMarkup", in: place)
    }
    if takesKeys { call["reply_markup"] = markup }
    return Part(call.fragment, files: files, repeats: .areHarmless)
  }

  private func call(_ what: String, in place: SendingPlace) throws(Refusal) -> BotCall {
    try place.call("editMessage\(what)", about: slot, ephemeral: "editEphemeralMessage\(what)")
  }
}
