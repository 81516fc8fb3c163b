import AdapterKit
import EventModel
import JSON

/// What a caller wants changed of a message; what it does not name stays.
struct EditRequest: Sendable {
  let text: RichText?
  let attachments: [Attachment]?
  let buttons: [Button]?
  let options: SendOptions
  /// Who edits; the API key itself when the body does not say.
  let sender: Sender?

  init(_ body: JSONView) throws(APIProblem) {
    var reader = BodyReader(body)
    options = SendOptions(&reader)
    text = reader.formattedText(options.markup)
    attachments = reader.has("attachments") ? reader.attachments() : nil
    buttons = reader.has("buttons") ? reader.buttons() : nil
    sender = reader.sender()
    reader.finish()
    if reader.faults.isEmpty, text == nil, attachments == nil, buttons == nil {
      reader.note("there is nothing to change: no content, no attachments and no buttons")
    }
    guard reader.faults.isEmpty else { throw APIProblem(reader.faults) }
  }
}
