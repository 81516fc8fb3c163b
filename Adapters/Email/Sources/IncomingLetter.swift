import AdapterKit
import EventModel
import JSON
import MIME

/// A letter as this account sees it: who wrote to whom, in which thread, and whether we did.
struct IncomingLetter {
  let channel: ChannelID
  let letter: Letter
  let arrival: Arrival
  let identity: LetterIdentity
  let signs: MachineSigns
  let ourAddress: String
  let from: Mailbox?
  let to: [Mailbox]
  let cc: [Mailbox]
  let replyTo: Mailbox?

  init(_ payload: Payload, ourAddress: String) {
    channel = payload.channel
    letter = Letter(payload.body)
    arrival = Arrival(payload)
    identity = LetterIdentity(letter)
    signs = MachineSigns(letter.headers)
    self.ourAddress = ourAddress
    from =
      letter.addresses("from").first ?? letter.addresses("sender").first
      ?? letter.addresses("return-path").first
    to = letter.addresses("to")
    cc = letter.addresses("cc")
    replyTo = letter.addresses("reply-to").first
  }

  /// Whether there is a letter at all, rather than any bytes.
  var hasHeaders: Bool {
    ["from", "to", "subject", "date", "message-id", "received", "return-path"]
      .contains { letter.headers.contains($0) }
  }

  /// Whether our own account stands as the writer: a colleague's mail program, or we ourselves.
  var isOurs: Bool {
    from.map { EmailAddress.key($0.address) == EmailAddress.key(ourAddress) } ?? false
  }

  var direction: Direction { isOurs ? .outbound : .inbound }

  /// Nobody's address, for letters that name no writer.
  private static let nobody = "unknown"

  var writer: String { from?.address ?? Self.nobody }

  /// The person of the other side.
  var correspondent: Mailbox? { isOurs ? to.first ?? cc.first : from }

  /// Where an answer goes; nil when nobody's address is known.
  var answerTo: String? { (isOurs ? correspondent : replyTo ?? from)?.address }

  var occurredAt: Timestamp { arrival.time(writtenAt: letter.date) }

  // MARK: Blocks of the event

  var sourceContext: SourceContext {
    SourceContext(
      direction, .emailThread,
      PlatformData(.email) {
        $0.member("from", writer)
        $0.member("to", to.first?.address ?? ourAddress)
        $0.member("message_id", identity.messageID)
        $0.member("thread_id", identity.root)
        $0.member("in_reply_to", identity.inReplyTo.first)
        $0.member("references", nonEmpty(identity.references))
        $0.member("imap_uid", arrival.uid)
        $0.member("imap_mailbox", arrival.mailbox)
        $0.member("imap_uidvalidity", arrival.validity)
        $0.member("cc", nonEmpty(cc.map(\.address)))
        $0.member("reply_to", replyTo?.address)
        $0.member("auto_submitted", signs.autoSubmitted)
        $0.member("list_id", signs.listID)
      })
  }

  /// Nil for a letter that cannot be answered.
  var deliveryRef: DeliveryRef? {
    guard let answerTo else { return nil }
    return DeliveryRef(
      PlatformData(.email) {
        $0.member("message_id", identity.messageID)
        $0.member("references", nonEmpty(identity.references))
        $0.member("to", answerTo)
      })
  }

  /// The thread this letter would open, or opened.
  var thread: Dialog.Address {
    ThreadAddress.make(
      root: identity.root, user: correspondent?.address ?? Self.nobody, members: threadMembers)
  }

  /// How the next letter of ours would go: from us, to the writer, in answer to this one.
  var threadMembers: [Dialog.Address.Member] {
    [
      member("from", ourAddress),
      // An address that nobody can be written to: the model wants one, and sending refuses it.
      member("to", answerTo ?? Self.nobody),
      member("subject", Subject.answer(to: letter.subject ?? "")),
      member("message_id", identity.messageID),
      member("thread_id", identity.root),
      member("references", identity.references),
    ]
  }

  private func member(_ name: String, _ value: some JSONWritable) -> Dialog.Address.Member {
    Dialog.Address.Member(name, value, isInContext: false)
  }

  private func nonEmpty(_ texts: [String]) -> [String]? { texts.isEmpty ? nil : texts }
}
