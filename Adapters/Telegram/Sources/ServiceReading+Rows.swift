import AdapterKit
import EventModel
import JSON

/// What a service message tells of another message.
extension ServiceReading {
  /// The name of a message within this chat; its number alone is told of one that is inaccessible.
  func key(of message: JSONView) -> MessageKey? {
    guard let number = message["message_id"].int, number != 0 else { return nil }
    return MessageKey(space: view.space, id: String(number))
  }

  /// A change of state of a message; of the chat, when the message is not told.
  func about(_ told: JSONView, tag: String) -> EventDraft {
    guard let key = key(of: told) else { return changed(.chat, tag: tag) }
    var draft = message.event(.stateChanged, target: .message, id: key.id)
    draft.tags.append("tg:" + tag)
    draft.links.about = key
    draft.links.dialog.insert(.message(key), at: 0)
    return draft
  }

  /// The list stands whole in the message that it was changed in.
  func checklist(_ value: JSONView, tag: String) -> Draft {
    let told = value["checklist_message"]
    guard let key = key(of: told), told["checklist"].exists else {
      return .event(about(told, tag: tag))
    }
    let list = Checklist(told["checklist"], news: value).text
    return .change(
      ChangeDraft(
        of: key, .edited(Message(telegram: list), attachments: [], by: message.actor.sender),
        at: view.date, claims: [view.claim(.messageEdited)], otherwise: about(told, tag: tag)))
  }

  /// The poll as it was, with the answer that came or without the one that went; told twice it
  /// stays the same.
  func poll(_ value: JSONView, isAdded: Bool, tag: String) -> Draft {
    let told = value["poll_message"]
    guard let key = key(of: told), told["poll"].exists,
      let id = value["option_persistent_id"].text
    else { return .event(about(told, tag: tag)) }
    var poll = Poll(telegram: told["poll"])
    var answers = poll.answers ?? []
    if !isAdded {
      answers.removeAll { $0.id == id }
    } else if !answers.contains(where: { $0.id == id }) {
      answers.append(
        Poll.Answer {
          $0.id = id
          $0.text = value["option_text"].string
          $0.votes = 0
        })
    }
    poll.answers = answers
    return .change(
      ChangeDraft(
        of: key, .polled(poll), at: view.date, claims: [view.claim(.messageEdited)],
        otherwise: about(told, tag: tag)))
  }
}
