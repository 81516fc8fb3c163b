import AdapterKit
import EventModel
import JSON

extension VKUpdate {
  /// How often a client that knows no callback buttons may wrap a payload.
  private static let deepestWrapping = 5

  /// The press of a text button, which comes as a message with a payload. People can forge
  /// payloads.
  func press(in message: VKMessage) -> EventDraft? {
    let payload = message.view["payload"]
    guard let read = try? JSONDocument(parsing: payload.withUTF8 { Array($0) } ?? []).root,
      read.kind == .object
    else { return nil }
    switch read["command"].string {
    case "start": return start(of: message)
    case "not_supported_button":
      return press(of: message, saying: Self.unwrapped(read))
    default: return press(of: message, saying: VKButtonPayload.text(payload))
    }
  }

  /// The text inside `{"command": "not_supported_button", "payload": "…"}`.
  private static func unwrapped(_ payload: JSONView) -> String? {
    var text = VKButtonPayload.text(payload["payload"])
    for _ in 0..<deepestWrapping {
      guard let inner = text.flatMap({ try? JSONDocument(parsing: $0.utf8).root }),
        inner["command"].string == "not_supported_button"
      else { break }
      text = VKButtonPayload.text(inner["payload"])
    }
    return text
  }

  private func start(of message: VKMessage) -> EventDraft {
    let trigger = TriggerContext {
      $0.source = .dialogStarted
      $0.key = "start"
      $0.trigger = "vk_start"
      $0.displayName = message.view["text"].nonEmpty
      $0.startPayload = message.ref
    }
    return draft(
      .dialogStarted(trigger), Event.Target(.dialog, id: String(message.peer)), of: message)
  }

  /// A callback button that came as a message is a text button too: there is no callback to answer.
  private func press(of message: VKMessage, saying text: String?) -> EventDraft {
    let click = ButtonClick {
      $0.callbackData = text
      $0.buttonText = message.view["text"].nonEmpty
      $0.action = .replyText
      $0.platformEventID = "msg_\(message.peer)_\(message.number)"
    }
    return draft(
      .buttonClicked(click), Event.Target(.interaction, id: String(message.number)), of: message)
  }

  private func draft(
    _ action: Action, _ target: Event.Target, of message: VKMessage
  ) -> EventDraft {
    let (sender, direction) = author(message.author)
    var draft = EventDraft(
      action, target: target, at: message.sentAt, by: sender,
      links: EventDraft.Links(
        dialog: [.address(message.place.address)],
        claims: [
          Claim("\(action.type):\(message.peer):\(message.number)", at: message.sentAt)
        ]))
    draft.place.sourceContext = context(of: message, direction)
    draft.place.sourceContext?.attribution = nil
    return draft
  }
}

extension VKUpdate {
  /// `message_event`: the press of a callback button; VK waits a minute for an answer.
  func messageEvent() throws(PayloadError) -> [Draft] {
    let peer = try number("peer_id")
    let person = try number("user_id")
    let place = VKPlace.peer(peer)
    guard let press = object["event_id"].text else {
      throw PayloadError("wrong_shape", "a press has no event_id: nobody could answer it")
    }
    let message = object["conversation_message_id"].int
    let click = ButtonClick {
      $0.callbackData = VKButtonPayload.text(object["payload"])
      $0.callbackID = press
      $0.messageID = message.map(String.init)
      $0.action = .callback
      $0.platformEventID = "mev_\(press)"
    }
    let target = Event.Target(.interaction, id: message.map(String.init) ?? press)
    var draft = EventDraft(
      .buttonClicked(click), target: target, at: arrivedAt, by: author(person).sender,
      links: EventDraft.Links(
        dialog: [.address(place.address)],
        claims: claims(key: "message_event:\(peer):\(press)")))
    draft.links.about = message.map(place.key)
    draft.expects = VKPress(event: press, user: person, peer: peer).expectation
    draft.place.sourceContext = peerContext(peer, .inbound) {
      $0.member("user_id", person)
      $0.member("from_id", person)
      $0.member("conversation_message_id", message)
      $0.member("callback_id", press)
    }
    return [.event(draft)]
  }

  /// `app_payload`: a mini app speaks for the person who opened it.
  func appPayload() throws(PayloadError) -> [Draft] {
    let person = try number("user_id")
    let payload = VKButtonPayload.text(object["payload"])
    let click = ButtonClick {
      $0.callbackData = payload
      $0.action = .webApp
      $0.platformEventID = eventID
    }
    var draft = privateEvent(
      .buttonClicked(click), Event.Target(.interaction, id: String(person)), of: person)
    draft.facets.set(
      TriggerContext {
        $0.source = .appWebhook
        $0.startPayload = payload
      }, for: .triggerContext)
    return [.event(draft)]
  }

  /// Something a person did that belongs to their private dialog.
  func privateEvent(_ action: Action, _ target: Event.Target, of person: Int64) -> EventDraft {
    var draft = EventDraft(
      action, target: target, at: arrivedAt, by: author(person).sender,
      links: EventDraft.Links(
        dialog: [.address(VKPlace.peer(person).address)], claims: claims(String(person))))
    draft.place.sourceContext = peerContext(person, .inbound) {
      $0.member("user_id", person)
      $0.member("from_id", person)
    }
    return draft
  }
}
