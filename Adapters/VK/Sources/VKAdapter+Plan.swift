import AdapterKit
import EventModel
import JSON

extension VKAdapter {
  /// VK drops a second send with the same `random_id` for an hour; we stay five minutes below.
  private static let dropsRepeatsFor: Duration = .seconds(55 * 60)

  package func plan(
    _ outgoing: Outgoing, as identity: ChannelIdentity
  ) throws(Refusal) -> Plan {
    guard case .message(let message) = outgoing.operation else {
      throw Refusal(.unsupported, "this operation")
    }
    guard let place = VKPlace(outgoing.dialog) else {
      throw Refusal(.wrongPlace, "the dialog is none of VK's")
    }
    let quoted = try Self.quoted(by: message.quote, in: place)
    let attachments = try Self.references(message.attachments)
    let shown = try VKKeyboard.fit(message.buttons ?? [], intoKeyboard: place.isPeer)
    let draft = VKSend(
      event: outgoing.id, quoted: quoted, attachments: attachments, keyboard: shown.keyboard)
    let text = [message.text.plain, shown.links].compactMap(\.self)
      .joined(separator: "\n\n")
    var pieces = TextSplitting.pieces(of: text, atMost: VKLimits.longestText)
    if pieces.isEmpty, attachments != nil { pieces = [""] }
    guard !pieces.isEmpty else { throw Refusal(.invalid, "there is nothing to send") }

    var plan = Plan([], place: self.place(of: place))
    for (number, piece) in pieces.enumerated() {
      let slot = VKSend.Slot(number: number, isLast: number == pieces.count - 1)
      plan.parts.append(try part(draft, piece, slot, to: place))
    }
    if shown.links != nil { plan.degradations.append(.buttonsAsLinks) }
    if quoted != nil, !place.takesQuotes { plan.degradations.append(.quoteDropped) }
    return plan
  }

  private func part(
    _ draft: VKSend, _ text: String, _ slot: VKSend.Slot, to place: VKPlace
  ) throws(Refusal) -> Part {
    switch place {
    case .peer(let peer):
      let random = VKRandomID(of: draft.event, part: slot.number).value
      return Part(
        draft.message(text, slot, to: peer, random: random).fragment,
        echo: VKEcho.mark(peer: peer, random: random),
        repeats: .areDropped(for: Self.dropsRepeatsFor))
    case .comments(let thread):
      guard thread.family == .wall || settings.userToken != nil else {
        throw Refusal(
          .unsupported, "comments outside the wall take the channel's user_token")
      }
      return Part(draft.comment(text, slot, in: thread, by: settings.group).fragment)
    }
  }

  /// The message a reference quotes; a reference of another kind of place is refused.
  private static func quoted(
    by quote: DeliveryRef?, in place: VKPlace
  ) throws(Refusal) -> Int64? {
    guard let quote else { return nil }
    guard quote.channelType == .vk, let data = try? quote.data.fragment.parsed() else {
      throw Refusal(.wrongPlace, "the reply reference is none of VK's")
    }
    let (kind, number) =
      switch place {
      case .peer: ("peer", data["reply_to_message_id"].int)
      case .comments(let thread): (thread.family.deliveryKind, data["reply_to_comment_id"].int)
      }
    guard data["kind"].string == kind else {
      throw Refusal(.wrongPlace, "the reply reference is of another kind of place")
    }
    guard let number, number > 0 else {
      throw Refusal(.invalid, "the reply reference has no number")
    }
    return number
  }

  /// Files that VK knows already, by its own names for them.
  private static func references(_ attachments: [Attachment]) throws(Refusal) -> String? {
    guard !attachments.isEmpty else { return nil }
    guard attachments.count <= VKLimits.attachments else {
      throw Refusal(.unsupported, "VK takes at most 10 attachments")
    }
    var names: [String] = []
    for attachment in attachments {
      guard attachment.platform ?? .vk == .vk, let name = attachment.platformFileID,
        VKAttachments.isName(name)
      else {
        throw Refusal(.unsupported, "this channel sends only files that VK has already")
      }
      names.append(name)
    }
    return names.joined(separator: ",")
  }

  private func place(of place: VKPlace) -> Event.Place {
    let data = PlatformData(.vk) {
      switch place {
      case .peer(let peer):
        $0.member("peer_id", peer)
        $0.member("user_id", place.isChat ? nil : peer)
      case .comments(let thread):
        $0.member("owner_id", thread.owner)
        $0.name(dynamic: thread.family.thingName)
        $0.value(thread.thing)
      }
      $0.member("from_id", -settings.group)
      $0.member("group_id", settings.group)
    }
    return Event.Place(sourceContext: SourceContext(.outbound, place.sourceKind, data))
  }
}
