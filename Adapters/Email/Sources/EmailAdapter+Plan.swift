import AdapterKit
import EventModel
import JSON
import MIME

extension EmailAdapter {
  package func plan(
    _ outgoing: Outgoing, as identity: ChannelIdentity
  ) throws(Refusal) -> Plan {
    switch outgoing.operation {
    case .message(let message): return try plan(message, outgoing)
    case .read(let message): return try plan(read: message)
    case .forward, .edit, .delete, .react, .pin, .unpin, .stopPoll, .typing, .writing, .answer:
      throw Refusal(.unsupported, "a letter that is gone out stays as it is")
    }
  }

  private func plan(_ message: OutgoingMessage, _ outgoing: Outgoing) throws(Refusal) -> Plan {
    let thread = try ThreadState(outgoing.dialog, quote: message.quote)
    guard let subject = thread.subject ?? message.subject else {
      throw Refusal(.invalid, "a letter that opens a thread needs a subject")
    }
    guard WireText(subject) != nil, subject.utf8.count <= Self.longestSubject else {
      throw Refusal(.invalid, "a subject is one line of at most \(Self.longestSubject) bytes")
    }
    let files = try Self.files(of: message)
    let shown = try Self.text(of: message)
    let letter = OutgoingLetter(
      event: outgoing.id, from: settings.address.text, fromName: settings.fromName,
      to: thread.to, copies: try Self.copies(of: message), subject: subject,
      inReplyTo: thread.messageID, references: thread.references,
      body: LetterBody(
        text: shown.text.plain, html: shown.text.isPlain ? nil : shown.text.html,
        event: outgoing.id, hasFiles: !files.isEmpty))
    let messageID = OutgoingLetter.messageID(of: outgoing.id, host: settings.domain)
    let request = MailRequest(
      from: letter.from, recipients: [letter.to] + letter.copies, messageID: messageID,
      letter: letter.spelled(host: settings.domain), border: letter.body.border)
    // A repeat is no harm only where the receiver drops doubles, and not all do: nobody may count
    // on it.
    let part = Part(
      request.fragment, files: files, echo: .mark(messageID), repeats: .areSeen,
      bounds: [.channel])
    return Plan(
      [part], place: place(of: letter, messageID, thread), degradations: shown.degradations)
  }

  private static let longestSubject = 998
  private static let mostCopies = 50
  private static let mostFiles = 50

  private static func copies(of message: OutgoingMessage) throws(Refusal) -> [String] {
    guard message.copies.count <= mostCopies else {
      throw Refusal(.invalid, "a letter has at most \(mostCopies) addresses of copies")
    }
    var copies: [String] = []
    for text in message.copies {
      guard let address = EmailAddress.valid(text) else {
        throw Refusal(.invalid, "an address of cc is no e-mail address")
      }
      if !copies.contains(address) { copies.append(address) }
    }
    return copies
  }

  /// Every file is a part of its own; things without a file have no place in a letter.
  private static func files(of message: OutgoingMessage) throws(Refusal) -> [FileUse] {
    guard message.attachments.count <= mostFiles else {
      throw Refusal(.invalid, "a letter has at most \(mostFiles) files")
    }
    var files: [FileUse] = []
    for attachment in message.attachments {
      guard let id = attachment.id, !placeless.contains(attachment.kind) else {
        throw Refusal(.unsupported, "a letter holds no \(attachment.kind)")
      }
      files.append(FileUse(id, as: "part"))
    }
    return files
  }

  private static let placeless: Set<Attachment.Kind> = [.location, .contact, .poll]

  /// The text with the buttons as lines: a letter has none.
  private static func text(
    of message: OutgoingMessage
  ) throws(Refusal) -> (text: RichText, degradations: [Degradation]) {
    let buttons = ButtonText(message.buttons ?? [])
    var degradations = buttons.degradations.map { Degradation(rawValue: $0) }
    if message.isSilent { degradations.append(.silenceDropped) }
    let text = message.text.followed(by: buttons.lines)
    guard text.length <= longestText else {
      throw Refusal(.invalid, "a letter's text has at most \(longestText) characters")
    }
    return (text, degradations)
  }

  /// In UTF-16 units.
  static let longestText = 1_000_000

  private func place(
    of letter: OutgoingLetter, _ messageID: String, _ thread: ThreadState
  ) -> Event.Place {
    let data = PlatformData(.email) {
      $0.member("from", letter.from)
      $0.member("to", letter.to)
      $0.member("cc", letter.copies.isEmpty ? nil : letter.copies)
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
