import AdapterKit
import EventModel
import JSON

/// What happens to the bot as such, in no chat: connections, queries, money.
struct BotReading {
  private let update: Update
  private let person: Actor

  /// - Parameter member: which one names the person.
  init(_ update: Update, by member: StaticString) {
    self.update = update
    person = Actor(user: update.content[member])
  }

  /// `business_connection`: its owner is one of ours.
  var connection: [Draft] {
    let owner = Sender(
      .externalOperator, externalID: person.sender.externalID, profile: person.sender.profile)
    var draft = event(
      .stateChanged, target: Event.Target(.control, id: update.content["id"].text ?? own),
      by: person.fromID == nil ? .system : owner)
    if let id = update.content["id"].nonEmpty {
      draft.links.effects = [.reach(kind: Address.business, ids: [id], isOpen: mayReply)]
    }
    return [.event(draft)]
  }

  /// Whether the owner lets us answer his clients; before there were rights it was a flag.
  private var mayReply: Bool {
    let content = update.content
    let right = content["rights"].exists ? content["rights"]["can_reply"] : content["can_reply"]
    return content["is_enabled"].bool == true && right.bool == true
  }

  /// `managed_bot`: another bot in our care has a new token or owner.
  var managedBot: [Draft] {
    [.event(event(.stateChanged, target: Event.Target(.control, id: own), by: person.sender))]
  }

  /// `inline_query`: typed in some chat that is not told.
  var inlineQuery: [Draft] {
    var draft = event(
      .stateChanged, target: Event.Target(.control, id: update.content["id"].text ?? own),
      by: person.sender)
    draft.tags.insert("tg:inline", at: 0)
    draft.expects = update.content["id"].text.map { .inline($0) }
    return [.event(draft)]
  }

  /// Queries and news about money: of the person's private dialog, if there is one.
  func payment(_ kind: Payment.Kind) -> [Draft] {
    let json = update.content
    let payment = Payment {
      $0.kind = kind
      $0.currency = json["currency"].nonEmpty
      $0.totalAmount = json["total_amount"].measure
      $0.invoicePayload = json["invoice_payload"].string ?? json["paid_media_payload"].string
    }
    var draft = event(
      .billingChanged(payment), target: Event.Target(.billing, id: json["id"].text ?? own),
      by: person.sender)
    if let id = person.fromID {
      draft.links.dialog = [.known(Address.person(id))]
      draft.place.sourceContext = context(id)
    }
    draft.expects = expectation
    if let state = json["state"].nonEmpty {
      draft.tags.append("tg:subscription_\(state.prefix(32))")
    }
    return [.event(draft)]
  }

  /// Telegram waits for a word before money moves.
  private var expectation: Expectation? {
    let refusal = update.circumstances.paymentRefusal
    switch update.kind {
    case .preCheckoutQuery:
      return update.content["id"].text.map { .preCheckout($0, refusal: refusal) }
    case .shippingQuery:
      return update.content["id"].text.map { .shipping($0, refusal: refusal) }
    default: return nil
    }
  }

  /// What stands for a thing without a name of its own.
  private var own: String { String(update.id) }

  private func event(
    _ action: Action, target: Event.Target, by sender: Sender
  ) -> EventDraft {
    let date = update.content["date"]
    var draft = EventDraft(
      action, target: target, at: update.time(date), by: sender,
      links: EventDraft.Links(dialog: [], claims: update.claims(at: date)))
    draft.tags = ["tg:" + update.kind.rawValue]
    return draft
  }

  private func context(_ id: String) -> SourceContext {
    SourceContext(
      .inbound, .telegramChat,
      PlatformData(.tg) {
        $0.member("chat_id", id)
        $0.member("user_id", id)
        $0.member("from_id", id)
        $0.member("chat_type", "private")
        $0.member("is_bot", person.isBot)
        $0.member("update_id", update.id)
      })
  }
}
