import JSON

/// One letter to hand in, as it is stored with the outgoing message: envelope and whole text.
struct MailRequest {
  let from: String
  let to: String
  let messageID: String
  let letter: String

  init(from: String, to: String, messageID: String, letter: String) {
    self.from = from
    self.to = to
    self.messageID = messageID
    self.letter = letter
  }

  /// Reads it back; nil when it is none.
  init?(_ fragment: JSONFragment) {
    guard let view = try? fragment.parsed(), let from = view["from"].nonEmpty,
      let to = view["to"].nonEmpty, let messageID = view["message_id"].nonEmpty,
      let letter = view["letter"].nonEmpty
    else { return nil }
    self.init(from: from, to: to, messageID: messageID, letter: letter)
  }

  var fragment: JSONFragment {
    .object {
      $0.member("from", from)
      $0.member("to", to)
      $0.member("message_id", messageID)
      $0.member("letter", letter)
    }
  }
}
