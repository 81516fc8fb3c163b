import AdapterKit
import EventModel

/// Where a new row belongs: its dialog, the person of the other side, and who sent it.
struct DraftPlace {
  var dialog: DialogID?
  var dialogType: Dialog.DialogType?
  /// The person of the other side.
  var lead: LeadID?
  /// The sender, when that is a person of the other side.
  var senderLead: LeadID?
  /// The dialog, when it was made just now and is not stored yet.
  var made: Dialog?
}

extension Ledger {
  /// Finds the dialog and the people of a draft, and makes what is missing.
  mutating func place(of draft: EventDraft) throws(StoreError) -> DraftPlace {
    var place = DraftPlace()
    if draft.sender.kind == .lead { place.senderLead = try lead(draft.sender) }
    place.lead = place.senderLead
    if let person = draft.links.lead { place.lead = try lead(person) }
    place.dialogType = draft.links.address?.dialogType
    if let known = try dialog(by: draft.links.dialog) {
      place.dialog = known
      try renew(known, by: draft)
    } else if let address = draft.links.address {
      let person = draft.links.lead ?? (draft.sender.kind == .lead ? draft.sender : nil)
      let title =
        draft.title ?? (address.dialogType == .privateChat ? person?.profile?.displayName : nil)
      var made = makeDialog(at: address, title: title, startedAt: min(draft.occurredAt, now))
      if address.dialogType == .privateChat { made.identity.primaryLead = place.lead }
      made.attribution = draft.place.sourceContext?.attribution ?? Attribution()
      place.dialog = made.identity.id
      place.made = made
    }
    return place
  }

  mutating func dialog(by evidence: [Evidence]) throws(StoreError) -> DialogID? {
    for sign in evidence {
      switch sign {
      case .address(let address), .known(let address):
        if let dialog = try state.dialog(at: address.key) { return dialog }
      case .message(let message):
        if let dialog = try state.dialog(of: message) { return dialog }
      }
    }
    return nil
  }

  /// The person of that name on the platform, known from now on.
  mutating func lead(_ person: Sender) throws(StoreError) -> LeadID? {
    guard let externalID = person.externalID else { return nil }
    if let known = try state.lead(externalID, profile: person.profile) { return known }
    let lead = LeadID(ids.next())
    try state.save(lead, externalID: externalID, profile: person.profile)
    return lead
  }

  func makeDialog(at address: Dialog.Address, title: String?, startedAt: Timestamp) -> Dialog {
    var dialog = Dialog(
      DialogID(ids.next()), in: channel, as: identity, at: address,
      timeline: Dialog.Timeline(startedAt: startedAt, recordedAt: now))
    dialog.setTitle(title ?? address.userID ?? address.chatID)
    return dialog
  }

  /// Writes down which conversations take messages of ours from now on.
  mutating func open(_ effects: [Effect]) throws(StoreError) {
    for effect in effects {
      guard case .reach(let kind, let ids, let isOpen) = effect else { continue }
      try state.setReach(([kind] + ids).joined(separator: "_"), isOpen: isOpen)
    }
  }

  /// Brings a known dialog's title and address up to what a draft says.
  private mutating func renew(_ dialog: DialogID, by draft: EventDraft) throws(StoreError) {
    let members = draft.links.effects.flatMap { effect -> [Dialog.Address.Member] in
      if case .members(let members) = effect { members } else { [] }
    }
    let isRenamed: Bool =
      if let title = draft.title { try state.title(of: dialog) != title } else { false }
    guard isRenamed || !members.isEmpty, var document = try state.document(of: dialog) else {
      return
    }
    if let title = draft.title, isRenamed { document.setTitle(title) }
    document.address.renew(members)
    document.timeline.updatedAt = now
    try state.save(document)
  }
}

extension EventDraft {
  /// The conversation's title, where this draft tells it.
  var title: String? {
    for effect in links.effects { if case .title(let title) = effect { return title } }
    return nil
  }
}

extension EventDraft.Links {
  /// The address to make a dialog at when none is known: the last one named.
  var address: Dialog.Address? {
    for sign in dialog.reversed() { if case .address(let address) = sign { return address } }
    return nil
  }
}

extension Dialog.Address {
  /// What tells a dialog from the channel's others; the tail of `external_dialog_id`.
  package var key: String { ([kind] + ids).joined(separator: "_") }

  /// All that the key begins with, up to itself.
  package var starts: [String] {
    (0...ids.count).map { ([kind] + ids.prefix($0)).joined(separator: "_") }
  }

  mutating func renew(_ fresh: [Member]) {
    for member in fresh {
      if let at = members.firstIndex(where: { $0.name == member.name }) {
        members[at] = member
      } else {
        members.append(member)
      }
    }
  }
}
