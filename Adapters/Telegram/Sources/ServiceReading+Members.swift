import AdapterKit
import EventModel
import JSON

/// Who came and who went.
extension ServiceReading {
  func came(_ member: JSONView) -> EventDraft {
    guard !view.update.isOurs(member) else { return botCame() }
    return membership(.chatMemberAdded(change(member)), of: member["id"].number)
  }

  func went(_ member: JSONView) -> EventDraft {
    let isUs = view.update.isOurs(member)
    return membership(
      isUs ? .chatBotRemoved(change(nil)) : .chatMemberRemoved(change(member)),
      of: member["id"].number)
  }

  func botCame() -> EventDraft {
    membership(.chatBotAdded(change(nil)), of: view.update.bot.externalID)
  }

  private func membership(_ action: Action, of member: String?) -> EventDraft {
    var draft = message.event(action, id: view.chat.id)
    draft.links.claims = [
      Membership.claim(chat: view.chat.id, member: member ?? "", action.type, at: view.date)
    ]
    return draft
  }

  private func change(_ member: JSONView?) -> ChatChange {
    ChatChange {
      $0.addedByUserID = view.json["from"]["id"].number
      $0.memberFirstName = member?["first_name"].nonEmpty
      $0.memberLastName = member?["last_name"].nonEmpty
      $0.memberID = member?["id"].number
      $0.chatTitle = view.chat.title
    }
  }
}
