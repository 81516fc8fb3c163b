import AdapterKit
import EventModel
import JSON
import MIME

extension EmailAdapter {
  package func drafts(
    from payload: Payload, as identity: ChannelIdentity
  ) throws(PayloadError) -> Reading {
    let letter = IncomingLetter(payload, ourAddress: settings.address.text)
    guard letter.hasHeaders else {
      throw PayloadError("not_a_letter", "no header of a letter stands at its beginning")
    }
    if let report = DeliveryReport(letter) { return report.reading }
    if settings.autoReplies == .drop, letter.signs.isAutoReply, !letter.isOurs {
      return Reading([], silence: "auto_reply")
    }
    return Reading([.event(draft(of: letter))])
  }

  private func draft(of letter: IncomingLetter) -> EventDraft {
    let content = letter.letter.content()
    var draft = EventDraft(
      .messageCreated(message(of: letter, content)),
      target: Event.Target(.message, id: letter.identity.messageID), at: letter.occurredAt,
      by: sender(of: letter), links: links(of: letter))
    draft.place = Event.Place(
      sourceContext: letter.sourceContext, deliveryRef: letter.deliveryRef)
    draft.externalMessageID = letter.identity.messageID
    draft.attachments = content.files.prefix(Self.mostFiles).map {
      attachment($0, letter.arrival)
    }
    draft.tags = tags(of: letter, content)
    if !letter.isOurs, let reason = letter.signs.skipReason {
      draft.facets["ai"] = .object {
        $0.member("skip_reason", reason)
        $0.member("skip_response", true)
      }
    }
    return draft
  }

  private func message(of letter: IncomingLetter, _ content: LetterContent) -> Message {
    var message = Message(content.text.trimmingLines)
    message.subject = letter.letter.subject
    message.rawText = content.text.isEmpty ? nil : content.text
    return message
  }

  private func sender(of letter: IncomingLetter) -> Sender {
    let kind: Sender.Kind = letter.isOurs ? .externalOperator : .lead
    return Self.sender(kind, letter.writer, name: letter.from?.name)
  }

  static func sender(_ kind: Sender.Kind, _ address: String, name: String?) -> Sender {
    var profile = Profile(platform: .email)
    let words = (name ?? "").split(separator: " ", maxSplits: 1)
    profile.firstName = words.first.map(String.init)
    profile.lastName = words.count > 1 ? words.last.map(String.init) : nil
    return Sender(kind, externalID: EmailAddress.key(address), profile: profile)
  }

  private func tags(of letter: IncomingLetter, _ content: LetterContent) -> [String] {
    var tags: [String] = []
    if let tag = letter.signs.tag { tags.append(tag) }
    let isCut =
      content.isCut || !letter.letter.cuts.isEmpty || letter.arrival.fullSize != nil
      || content.files.count > Self.mostFiles
    if isCut { tags.append("email:truncated") }
    return tags
  }

  // MARK: What ties it to what is known

  private static let mostAncestors = 50

  private func links(of letter: IncomingLetter) -> EventDraft.Links {
    let identity = letter.identity
    let ancestors = identity.ancestors.prefix(Self.mostAncestors).map(ThreadAddress.message)
    var links = EventDraft.Links(
      dialog: ancestors.map(Evidence.message) + [.address(letter.thread)],
      claims: claims(of: letter), message: ThreadAddress.message(identity.messageID))
    links.replyTo = ancestors.first
    if letter.isOurs {
      links.echo = .mark(ownMark(of: letter) ?? identity.messageID)
      links.lead = letter.correspondent.map { Self.sender(.lead, $0.address, name: $0.name) }
    } else {
      links.effects = [.members(letter.threadMembers)]
    }
    return links
  }

  /// Message-ID with what tells two letters under one identifier apart, and the place in the
  /// mailbox.
  private func claims(of letter: IncomingLetter) -> [Claim] {
    let headers = letter.letter.headers
    let rest = ["from", "date", "subject"].map { Array(headers[$0] ?? []) }.joined(separator: [0])
    let digest = Hex.text(Digest.sha256(rest).prefix(8))
    let keys = ["letter:\(letter.identity.messageID):\(digest)", letter.arrival.claim]
    return keys.compactMap(\.self).map { Claim($0, at: letter.occurredAt) }
  }

  /// The Message-ID that we gave a letter of ours, though the server may have given it another
  /// since.
  private func ownMark(of letter: IncomingLetter) -> String? {
    letter.letter.headers.text(OutgoingLetter.eventHeader).map {
      OutgoingLetter.messageID(of: EventID($0), host: settings.domain)
    }
  }

  // MARK: Files

  /// A letter of more files is a weapon; those behind are in the letter as it is kept.
  private static let mostFiles = 200

  private func attachment(_ file: LetterFile, _ arrival: Arrival) -> Attachment {
    var attachment = Attachment(kind(of: file.part.mimeType))
    attachment.fileName = file.name
    attachment.fileSize = Int64(file.part.size)
    attachment.mimeType = file.part.mimeType
    attachment.platform = .email
    attachment.platformFileID = arrival.reference(to: file.section)
    attachment.source = .object { $0.member(FileSource.section, file.section) }
    if let id = file.part.contentID {
      attachment.more = [Attachment.More("content_id", JSONFragment { $0.value(id) })]
    }
    return attachment
  }

  private func kind(of mimeType: String) -> Attachment.Kind {
    switch mimeType.split(separator: "/").first {
    case "image": .photo
    case "video": .video
    case "audio": .audio
    default: mimeType == "text/vcard" || mimeType == "text/x-vcard" ? .contact : .document
    }
  }
}

extension String {
  /// Without white space at its ends.
  fileprivate var trimmingLines: String {
    let front = drop(while: \.isWhitespace)
    guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(front[...last])
  }
}
