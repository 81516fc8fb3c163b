import AdapterKit
import EventModel
import JSON
import MIME

extension EmailAdapter {
  package func plan(
    _ outgoing: Outgoing, as identity: ChannelIdentity
  ) throws(Refusal) -> Plan {
    guard case .message(let message) = outgoing.operation else {
      throw Refusal(.unsupported, "this operation")
    }
    var degradations: [Degradation] = []
    let thread = try ThreadState(outgoing.dialog, quote: message.quote)
    guard let subject = thread.subject ?? message.subject else {
      throw Refusal(.invalid, "a letter that opens a thread needs a subject")
    }
    guard WireText(subject) != nil, subject.utf8.count <= Self.longestSubject else {
      throw Refusal(.invalid, "a subject is one line of at most \(Self.longestSubject) bytes")
    }
    let letter = OutgoingLetter(
      event: outgoing.id, from: settings.address.text, fromName: settings.fromName,
      to: thread.to, subject: subject, inReplyTo: thread.messageID,
      references: thread.references, text: text(of: message, &degradations))
    let messageID = OutgoingLetter.messageID(of: outgoing.id, host: settings.domain)
    let request = MailRequest(
      from: letter.from, to: letter.to, messageID: messageID,
      letter: letter.spelled(host: settings.domain))
    // A repeat is no harm only where the receiver drops doubles, and not all do: nobody may count
    // on it.
    let part = Part(request.fragment, echo: .mark(messageID))
    return Plan([part], place: place(of: letter, messageID, thread), degradations: degradations)
  }

  private static let longestSubject = 998

  /// The text with what a letter cannot show as text: buttons and files that have an address.
  private func text(of message: OutgoingMessage, _ degradations: inout [Degradation]) -> String {
    var lines = [message.text.plain]
    let buttons = (message.buttons ?? []).map { button in
      button.url.map { "\(button.text): \($0)" } ?? "- \(button.text)"
    }
    if !buttons.isEmpty {
      lines += [""] + buttons
      degradations.append(.buttonsAsLinks)
    }
    let files = message.attachments.compactMap { file in
      file.externalURL.map { "\(file.fileName ?? file.kind.rawValue): \($0)" }
    }
    if !message.attachments.isEmpty {
      lines += [""] + files
      degradations.append(.filesAsLinks)
    }
    return lines.joined(separator: "\n")
  }

  private func place(
    of letter: OutgoingLetter, _ messageID: String, _ thread: ThreadState
  ) -> Event.Place {
    let data = PlatformData(.email) {
      $0.member("from", letter.from)
      $0.member("to", letter.to)
      $0.member("message_id", messageID)
      $0.member("thread_id", thread.root ?? messageID)
      $0.member("in_reply_to", letter.inReplyTo)
      $0.member("references", letter.references.isEmpty ? nil : letter.references)
    }
    return Event.Place(sourceContext: SourceContext(.outbound, .emailThread, data))
  }

  package func address(of place: RequestedPlace) throws(Refusal) -> Dialog.Address {
    switch place {
    case .person(let text):
      guard let address = EmailAddress.valid(text) else {
        throw Refusal(.invalid, "this is no e-mail address")
      }
      let members = [Dialog.Address.Member("to", address, isInContext: false)]
      return ThreadAddress.make(
        root: "mailto:" + EmailAddress.key(address), user: address, members: members)
    case .sourceContext(let context):
      return try address(ofSource: context)
    }
  }

  /// The thread of an event's own words; who is the other side depends on who wrote.
  private func address(ofSource context: JSONView) throws(Refusal) -> Dialog.Address {
    let data = context["data_email"]
    let isOutbound = context["direction"].string == Direction.outbound.rawValue
    let writer = data["reply_to"].nonEmpty ?? data["from"].nonEmpty
    guard context["kind"].string == SourceContext.Kind.emailThread.rawValue,
      let root = data["thread_id"].nonEmpty ?? data["message_id"].nonEmpty,
      let other = isOutbound ? data["to"].nonEmpty : writer,
      let address = EmailAddress.valid(other)
    else { throw Refusal(.invalid, "source_context names no thread of letters") }
    var members = [Dialog.Address.Member("to", address, isInContext: false)]
    if let id = data["message_id"].nonEmpty {
      members.append(Dialog.Address.Member("message_id", id, isInContext: false))
    }
    members.append(Dialog.Address.Member("thread_id", root, isInContext: false))
    return ThreadAddress.make(root: root, user: address, members: members)
  }
}
