import AdapterKit
import EventModel
import JSON

/// Folds what happened into dialogs, people, counters and rows, inside the transaction that stores
/// them.
///
/// It decides by its arguments alone: time, identifiers and all that is known come from outside, so
/// that the same drafts over the same state give the same rows.
package struct Ledger<State: LedgerState> {
  package var state: State
  let channel: ChannelRecord
  let identity: ChannelIdentity
  let now: Timestamp
  let ids: EventIDs

  /// - Parameter now: when the payload was received; a platform's clock is measured by it.
  package init(
    over state: State, of channel: ChannelRecord, as identity: ChannelIdentity, at now: Timestamp,
    ids: EventIDs
  ) {
    self.state = state
    self.channel = channel
    self.identity = identity
    self.now = now
    self.ids = ids
  }

  package mutating func apply(_ draft: Draft) throws(StoreError) {
    switch draft {
    case .event(let draft): try apply(draft)
    case .change(let draft): try apply(draft)
    case .readUpTo(let message, let address, let at):
      try read(upTo: message, in: address, at: at)
    case .moved(let old, let new): try move(from: old, to: new)
    }
  }

  /// Whether all of this is new. A repeat is known by any of its keys.
  mutating func isNew(_ claims: [Claim]) throws(StoreError) -> Bool {
    var isNew = true
    for claim in claims where try !state.claim(claim) { isNew = false }
    return isNew
  }

  // MARK: A new row

  mutating func apply(_ draft: EventDraft) throws(StoreError) {
    guard try isNew(draft.links.claims) else { return }
    if let row = try ownRow(of: draft) { return try receive(echo: draft, of: row) }
    if let group = draft.links.group, let row = try state.event(of: group) {
      return try join(draft, to: row)
    }
    var place = try place(of: draft)
    let draft = try settled(draft, in: place)
    var event = try row(of: draft, in: place)
    try link(&event, draft.links)
    if let message = draft.links.message { try state.name(event.id, message, at: 0) }
    if let group = draft.links.group { try state.name(event.id, group, at: -1) }
    for alias in draft.links.aliases { try state.name(event.id, alias, at: -1) }
    try catalogSources(&event)
    try show(draft.links.effects, by: event, in: &place)
    try complete(&event, draft.links)
    try open(draft.links.effects)
    let isHeld = if draft.links.group != nil { try hold(event, in: place) } else { false }
    if !isHeld { try store(event, in: place) }
    if let expected = draft.expects { try state.expect(expected, of: event) }
  }

  /// The draft as it is meant in the dialog that it has turned out to belong to.
  private mutating func settled(
    _ draft: EventDraft, in place: DraftPlace
  ) throws(StoreError) -> EventDraft {
    guard let other = draft.links.alternative, let dialog = place.dialog,
      try state.dialog(at: other.dialog.key) == dialog
    else { return draft }
    var draft = draft
    draft.target.type = other.target
    draft.place.sourceContext = other.sourceContext
    return draft
  }

  /// The row of a send of ours that this is the echo of.
  private mutating func ownRow(of draft: EventDraft) throws(StoreError) -> EventID? {
    switch draft.links.echo {
    case .mark(let mark): try state.event(ofMark: mark)
    case .message(let message): try state.event(of: message)
    case .own(let message):
      if let known = try state.event(of: message) {
        known
      } else {
        try rowOnItsWay(of: draft, message)
      }
    case nil: nil
    }
  }

  /// The send whose echo is here before its receipt: in a conversation one goes out at a time.
  ///
  /// The message's name is kept at once: a receipt may never come.
  private mutating func rowOnItsWay(
    of draft: EventDraft, _ message: MessageKey
  ) throws(StoreError) -> EventID? {
    guard let dialog = try dialog(by: draft.links.dialog),
      let part = try state.onItsWay(into: dialog)
    else { return nil }
    let places = PartPlace.places(of: part.number)
    let known = try state.messages(of: part.event).count { places.contains($0.place) }
    try state.name(part.event, message, at: places.lowerBound + known)
    return part.event
  }

  /// A send of ours came back: where its receipt is not known, this is it.
  private mutating func receive(echo draft: EventDraft, of row: EventID) throws(StoreError) {
    let message = draft.links.message
    if case .mark(let mark) = draft.links.echo,
      let arrival = try state.arrival(by: mark, as: message)
    {
      let receipt = PartReceipt(message.map { [$0] } ?? [], sentAt: draft.occurredAt)
      return try arrived(arrival.operation, receipt, part: arrival.part)
    }
    if let message { try state.name(row, message, at: 0) }
  }

  private mutating func row(
    of draft: EventDraft, in place: DraftPlace
  ) throws(StoreError) -> Event {
    var scope = Event.Scope()
    scope.dialog = place.dialog
    scope.channel = channel.id
    scope.platform = channel.platform
    scope.project = channel.project
    scope.lead = place.lead
    scope.agentID = channel.agentID
    var event = Event(
      id: EventID(ids.next()), scope: scope, target: draft.target, place: draft.place,
      timeline: Event.Timeline(draft.action.type, occurredAt: draft.occurredAt, recordedAt: now))
    event.facets = draft.facets
    event.message = draft.action.message
    if let block = draft.action.facet { event.facets[block.name] = block.value }
    event.sender = identified(draft.sender, as: place.senderLead)
    try event.identifyEditor { (editor) throws(StoreError) in try identified(editor) }
    event.externalMessageID = draft.externalMessageID
    event.attachments = draft.attachments.identified(by: ids)
    event.buttons = draft.buttons
    event.tags = draft.tags
    return event
  }

  /// Ties a row to the rows it speaks of, where they are known.
  private mutating func link(_ event: inout Event, _ links: EventDraft.Links) throws(StoreError) {
    if let about = links.about, let row = try state.event(of: about) {
      event.target.id = row.rawValue
    }
    if let parent = links.replyTo, let row = try state.event(of: parent) {
      event.setReplyParent(row)
    }
  }

  /// Gives an actor whom nobody has looked up yet our own identifier.
  mutating func identified(_ sender: Sender) throws(StoreError) -> Sender {
    let known: LeadID? = sender.kind == .lead ? try lead(sender) : nil
    return identified(sender, as: known)
  }

  /// Gives an actor our own identifier, by kind (FIELDS §3).
  private func identified(_ sender: Sender, as lead: LeadID?) -> Sender {
    var sender = sender
    switch sender.kind {
    case .lead: sender.id = lead?.rawValue
    case .channel: sender.id = channel.id.rawValue
    case .system: sender.id = "channeld"
    default: sender.id = sender.id ?? sender.externalID
    }
    return sender
  }

  // MARK: Writing down

  /// Stores a new row and counts it in its dialog.
  mutating func store(_ event: Event, in place: DraftPlace) throws(StoreError) {
    guard let dialog = place.dialog else {
      return try state.record(EventVersion(event, kind: event.timeline.action, counters: nil))
    }
    if place.made == nil { try releaseAll(of: dialog, before: event.id) }
    var counters: DialogCounters =
      if let made = place.made {
        DialogCounters(startedAt: made.timeline.startedAt, recordedAt: now)
      } else {
        try state.counters(of: dialog)
      }
    counters.count(event, recordedAt: now)
    try keep(place.made, firstMessage: counters.messages == 1 ? event : nil, of: dialog)
    try state.save(counters, of: dialog)
    try state.record(EventVersion(event, kind: event.timeline.action, counters: counters))
  }

  /// Stores a dialog that was made just now, and the first message of one.
  mutating func keep(
    _ made: Dialog?, firstMessage event: Event?, of dialog: DialogID
  ) throws(StoreError) {
    let isFirst = event?.timeline.action == .messageCreated
    guard made != nil || isFirst else { return }
    let known: Dialog? = if let made { made } else { try state.document(of: dialog) }
    guard var document = known else { return }
    if let event, isFirst { document.firstMessage = Dialog.Brief(of: event) }
    try state.save(document)
    if made != nil { try state.alias(document.address.key, of: dialog) }
  }

  /// Raises a row's version and stores it; one that is kept back stays in its first version.
  ///
  /// - Parameter wasBroken: whether it was before, where that may change with this.
  mutating func change(
    _ event: inout Event, kind: ActionType, wasBroken: Bool? = nil
  ) throws(StoreError) {
    event.timeline.updatedAt = max(now, event.timeline.updatedAt)
    if try state.isHeld(event.id) { return try state.rewrite(held: event) }
    event.timeline.version += 1
    guard let dialog = event.scope.dialog else {
      return try state.record(EventVersion(event, kind: kind, counters: nil))
    }
    // How sending and getting files goes on has no place among messages.
    if kind != .statusChanged { try releaseAll(of: dialog, beside: event.id) }
    var counters = try state.counters(of: dialog)
    if let wasBroken, counters.count(event, wasBroken: wasBroken, recordedAt: now) {
      try state.save(counters, of: dialog)
    }
    try state.record(EventVersion(event, kind: kind, counters: counters))
  }
}
