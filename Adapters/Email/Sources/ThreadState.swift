import AdapterKit
import EventModel
import JSON

/// How a thread stands: to whom the next letter goes, and which one it answers.
struct ThreadState {
  let to: String
  /// Of an answer; nil while nobody has written but us.
  let subject: String?
  /// The letter to answer.
  let messageID: String?
  /// With the letter to answer at their end.
  let references: [String]
  let root: String?

  /// Reads the members of a dialog; a quoted letter takes the place of the newest one.
  init(_ dialog: Dialog.Address, quote: DeliveryRef?) throws(Refusal) {
    let members = try Self.view(of: dialog)
    let quoted = try Self.view(of: quote)
    let isQuoted = quoted["message_id"].exists
    let source = isQuoted ? quoted : members
    let recipient = quoted["to"].nonEmpty ?? members["to"].nonEmpty ?? dialog.userID
    guard let recipient, let to = EmailAddress.valid(recipient) else {
      throw Refusal(.invalid, "nobody's address is known in this dialog")
    }
    self.to = to
    subject = members["subject"].nonEmpty
    root = members["thread_id"].nonEmpty
    messageID = try Self.identifier(source["message_id"])
    var references: [String] = []
    for element in source["references"].elements {
      guard references.count < Self.mostReferences, let id = try Self.identifier(element) else {
        continue
      }
      references.append(id)
    }
    if let messageID, references.last != messageID { references.append(messageID) }
    self.references = references
  }

  private static let mostReferences = 200

  /// An identifier that may stand in a header; a caller's words are not trusted to be one.
  private static func identifier(_ value: JSONView) throws(Refusal) -> String? {
    guard let id = value.nonEmpty else { return nil }
    guard id.hasPrefix("<"), id.hasSuffix(">"), id.utf8.count <= 998,
      id.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw Refusal(.invalid, "this is no Message-ID") }
    return id
  }

  private static func view(of dialog: Dialog.Address) throws(Refusal) -> JSONView {
    try parsed(
      .object { writer in
        for member in dialog.members {
          writer.name(dynamic: member.name)
          writer.value(member.value)
        }
      })
  }

  private static func view(of quote: DeliveryRef?) throws(Refusal) -> JSONView {
    guard let quote else { return try parsed(.object { _ in }) }
    guard quote.channelType == .email else {
      throw Refusal(.wrongPlace, "delivery_ref is of another platform")
    }
    return try parsed(quote.data.fragment)
  }

  private static func parsed(_ fragment: JSONFragment) throws(Refusal) -> JSONView {
    do {
      return try fragment.parsed()
    } catch {
      throw Refusal(.invalid, "delivery_ref cannot be read: \(error.reason)")
    }
  }
}
