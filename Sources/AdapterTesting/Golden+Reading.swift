import AdapterKit
import EventModel
import JSON

/// A reading as golden files show it: what the adapter said, in a stable order, and nothing of what
/// the ledger makes of it.
extension JSONWriter {
  mutating func golden(_ reading: Reading) {
    object {
      $0.member("silence", reading.silence)
      $0.name("drafts")
      $0.array { for draft in reading.drafts { $0.golden(draft) } }
    }
  }

  mutating func golden(_ error: PayloadError) {
    object {
      $0.member(
        "error",
        object: {
          $0.member("code", error.code)
          $0.member("reason", error.reason)
        })
    }
  }

  private mutating func golden(_ draft: Draft) {
    switch draft {
    case .event(let event): golden(event)
    case .change(let change): golden(change)
    case .readUpTo(let key, let dialog, let time):
      object {
        $0.member("read_up_to", key.golden)
        $0.member("at", time)
        $0.name("dialog")
        $0.golden(dialog)
      }
    case .moved(let old, let new):
      object {
        $0.name("moved_from")
        $0.golden(old)
        $0.name("to")
        $0.golden(new)
      }
    }
  }

  private mutating func golden(_ event: EventDraft) {
    object {
      $0.member("action", event.action.type)
      $0.member("target", "\(event.target.type):\(event.target.id)")
      $0.member("at", event.occurredAt)
      $0.member("external_message_id", event.externalMessageID)
      $0.member("sender", event.sender)
      $0.member("message", event.action.message)
      if let facet = event.action.facet { $0.members([facet]) }
      $0.list("attachments", event.attachments)
      $0.list("buttons", event.buttons)
      $0.list("tags", event.tags)
      $0.members(
        event.facets.names.map { JSONMember($0, event.facets[$0] ?? JSONFragment { $0.null() }) })
      $0.member("source_context", event.place.sourceContext)
      $0.member("delivery_ref", event.place.deliveryRef)
      if let expected = event.expects { $0.golden(expected) }
      $0.golden(event.links)
    }
  }

  private mutating func golden(_ expected: AdapterKit.Expectation) {
    member(
      "expects",
      object: {
        $0.member("kind", expected.kind)
        $0.member("token", expected.token)
        $0.member("patience", expected.patience.map { "\($0)" })
        guard let part = expected.otherwise else { return }
        $0.name("otherwise")
        $0.golden(part)
      })
  }

  private mutating func golden(_ links: EventDraft.Links) {
    name("dialog")
    array { for evidence in links.dialog { $0.golden(evidence) } }
    if let other = links.alternative {
      member(
        "if_there",
        object: {
          $0.member("dialog", other.dialog.words)
          $0.member("target", other.target)
          $0.member("source_context", other.sourceContext)
        })
    }
    golden(links.claims)
    member("key", links.message?.golden)
    member("reply_to", links.replyTo?.golden)
    member("about", links.about?.golden)
    member("group", links.group?.golden)
    if !links.aliases.isEmpty { member("aliases", links.aliases.map(\.golden)) }
    switch links.echo {
    case .mark(let mark): member("echo_mark", mark)
    case .message(let key): member("echo_of", key.golden)
    case .own(let key): member("own_echo_of", key.golden)
    case nil: break
    }
    member("lead", links.lead)
    for effect in links.effects {
      switch effect {
      case .title(let title): member("title", title)
      case .members(let members):
        name("members")
        object { for member in members { $0.golden(member) } }
      case .reach(let kind, let ids, let isOpen):
        member(isOpen ? "opens" : "closes", ([kind] + ids).joined(separator: " "))
      case .avatar(let picture):
        if let picture { member("avatar", picture) } else { member("avatar_goes", true) }
      }
    }
  }

  private mutating func golden(_ draft: ChangeDraft) {
    object {
      $0.member("of", draft.message.golden)
      $0.golden(draft.change)
      $0.member("at", draft.occurredAt)
      $0.golden(draft.claims)
      guard let otherwise = draft.otherwise else { return }
      $0.name("otherwise")
      $0.golden(otherwise)
    }
  }

  private mutating func golden(_ change: Change) {
    switch change {
    case .edited(let message, let attachments, let sender):
      member("change", "edited")
      member("by", sender)
      member("message", message)
      list("attachments", attachments)
    case .deleted(let sender):
      member("change", "deleted")
      member("by", sender)
    case .restored: member("change", "restored")
    case .delivered: member("change", "delivered")
    case .undeliverable(let error):
      member("change", "undeliverable")
      member("error", error.kind)
      member("code", error.code)
      member("reason", error.reason)
    case .read: member("change", "read")
    case .polled(let poll):
      member("change", "polled")
      member("poll", JSONCoder.encode(poll))
    case .counted(let reactions):
      member("change", "counted")
      member("reactions", JSONCoder.encode(reactions))
    }
  }

  private mutating func golden(_ evidence: Evidence) {
    switch evidence {
    case .address(let address): golden(address)
    case .known(let address):
      object {
        $0.member("if_known", address.words)
      }
    case .message(let key): object { $0.member("of", key.golden) }
    }
  }

  private mutating func golden(_ address: Dialog.Address) {
    object {
      $0.member("address", address.words)
      $0.member("type", address.dialogType)
      $0.member("chat_id", address.chatID)
      $0.member("user_id", address.userID)
      for member in address.members { $0.golden(member) }
    }
  }

  private mutating func golden(_ member: Dialog.Address.Member) {
    name(dynamic: (member.isInContext ? "" : "dc_") + member.name)
    value(member.value)
  }

  private mutating func golden(_ claims: [Claim]) {
    list("claims", claims.map { "\($0.key) at \($0.at)" })
  }

  private mutating func list(_ name: StaticString, _ items: [some JSONWritable]) {
    if !items.isEmpty { member(name, items) }
  }
}

extension Dialog.Address {
  fileprivate var words: String { ([kind] + ids).joined(separator: " ") }
}

extension MessageKey {
  /// `space / id`.
  fileprivate var golden: String { "\(space) / \(id)" }
}
