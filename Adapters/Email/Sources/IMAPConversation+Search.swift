import AdapterKit
import EventModel

/// Finding single letters.
extension IMAPConversation {
  /// The UIDs in the open mailbox of the letters with that Message-ID.
  mutating func uids(ofMessageID id: WireText) async throws(SendFailure) -> [UInt64] {
    var uids: [UInt64] = []
    try await command("UID SEARCH HEADER Message-ID \(IMAPName.quotedText(id))") { answer in
      let words = answer.line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
      guard words.count > 2, words[0] == "*", words[1].uppercased() == "SEARCH" else { return }
      uids += words.dropFirst(2).prefix(Self.mostFound).compactMap { UInt64($0) }
    }
    return uids
  }

  private static var mostFound: Int { 1000 }

  /// Says that letters of the open mailbox were read.
  mutating func markSeen(_ uids: [UInt64]) async throws(SendFailure) {
    let set = uids.map(String.init).joined(separator: ",")
    try await command("UID STORE \(set) +FLAGS.SILENT (\\Seen)") { _ in }
  }

  /// The folder of what was sent, spelled for a command: the one that bears the mark of RFC 6154,
  /// else one of the usual names.
  mutating func sentMailbox() async throws(SendFailure) -> String? {
    var marked: String?
    var named: String?
    try await command("LIST \"\" \"*\"") { answer in
      var tokenizer = IMAPTokenizer(answer)
      let tokens = tokenizer.tokens()
      guard tokens.count >= 5, tokens[1].text?.uppercased() == "LIST",
        case .list(let marks) = tokens[2], let name = tokens[4].text, let wire = WireText(name)
      else { return }
      if marks.contains(where: { $0.text?.lowercased() == "\\sent" }) {
        marked = marked ?? IMAPName.quotedText(wire)
      }
      let leaf = name.split(whereSeparator: { $0 == "/" || $0 == "." }).last.map(String.init)
      if let leaf, SentNames.spelled.contains(leaf.lowercased()) {
        named = named ?? IMAPName.quotedText(wire)
      }
    }
    return marked ?? named
  }
}

/// What servers and mail programs call the folder of what was sent (no standard names it without
/// RFC 6154).
private enum SentNames {
  private static let names = [
    "Sent", "Sent Items", "Sent Messages", "Sent Mail", "Отправленные", "Надіслані", "Gesendet",
    "Gesendete Elemente", "Envoyés", "Éléments envoyés", "Enviados", "Elementos enviados",
    "Inviata", "Posta inviata", "Verzonden", "Wysłane", "Skickat", "Sendt", "Lähetetyt",
  ]

  /// As a server spells them, in lower case.
  static let spelled = Set(names.map { IMAPName.modifiedUTF7($0).lowercased() })
}
