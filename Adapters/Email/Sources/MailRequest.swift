import JSON

/// One letter to hand in, as it is stored with the outgoing message: envelope and text, up to where
/// its files follow.
struct MailRequest {
  let from: String
  let recipients: [String]
  let messageID: String
  let letter: String
  /// Stands between the files that follow; nil when none do.
  let border: String?

  init(
    from: String, recipients: [String], messageID: String, letter: String, border: String?
  ) {
    self.from = from
    self.recipients = recipients
    self.messageID = messageID
    self.letter = letter
    self.border = border
  }

  /// Reads it back; nil when it is none.
  init?(_ fragment: JSONFragment) {
    guard let view = try? fragment.parsed(), let from = view["from"].nonEmpty,
      let messageID = view["message_id"].nonEmpty, let letter = view["letter"].nonEmpty
    else { return nil }
    let recipients = view["recipients"].elements.compactMap(\.nonEmpty)
    guard !recipients.isEmpty else { return nil }
    self.init(
      from: from, recipients: recipients, messageID: messageID, letter: letter,
      border: view["border"].nonEmpty)
  }

  var fragment: JSONFragment {
    .object {
      $0.member("from", from)
      $0.member("recipients", recipients)
      $0.member("message_id", messageID)
      $0.member("letter", letter)
      $0.member("border", border)
    }
  }
}
