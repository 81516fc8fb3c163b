import AdapterKit
import EventModel
import JSON

extension FakeAdapter {
  /// What is asked of the platform besides new messages: the name of the thing, the message it is
  /// done to, and a word.
  static func plan(_ operation: Outgoing.Operation) throws(Refusal) -> Plan {
    switch operation {
    case .message: throw Refusal(.invalid, "a message is planned elsewhere")
    case .forward(let forward):
      let ids = forward.messages.flatMap(\.keys).map(\.id).joined(separator: ",")
      return plan("forward", ids, forward.isCopy ? "copy" : nil)
    case .edit(let known, let message):
      let buttons = message.buttons.map { "\($0.count) buttons" } ?? "same buttons"
      return plan(
        "edit", known.keys.first?.id,
        "\(message.text.plain), \(buttons), \(message.attachments.count) files")
    case .delete(let known):
      guard known.content != "undeletable" else { throw Refusal(.unsupported, "it stays") }
      return plan("delete", known.keys.first?.id)
    case .react(let known, let emoji): return plan("react", known.keys.first?.id, emoji)
    case .pin(let known, let isSilent):
      var pinned = plan("pin", known.keys.first?.id, isSilent ? "silent" : nil)
      pinned.degradations = [.localOnly]
      return pinned
    case .unpin(let known): return plan("unpin", known.keys.first?.id)
    case .stopPoll(let known): return plan("stop", known.keys.first?.id)
    case .read(let known): return plan("read", known.keys.first?.id)
    case .typing(let kind):
      guard kind != .video else { throw Refusal(.unsupported, "nobody sees that") }
      return plan("typing", nil, kind.rawValue)
    case .writing(let writing):
      guard writing.text != "unseen" else { throw Refusal(.unsupported, "nobody sees that") }
      return plan("write", "\(writing.id)", writing.text.plain)
    case .answer(_, let answer): return plan("answer", nil, answer.text)
    }
  }

  private static func plan(_ name: String, _ message: String?, _ word: String? = nil) -> Plan {
    let request = JSONFragment.object {
      $0.member("do", name)
      $0.member("message", message)
      $0.member("word", word)
    }
    return Plan([Part(request)], place: Event.Place(sourceContext: context(.outbound, "83159543")))
  }
}
