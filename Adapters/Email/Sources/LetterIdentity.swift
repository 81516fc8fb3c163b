import AdapterKit
import MIME

/// By which identifiers a letter and its thread are known here.
struct LetterIdentity {
  let messageID: String
  let inReplyTo: [String]
  let references: [String]

  init(_ letter: Letter) {
    messageID = letter.messageID.map(Self.usable) ?? Self.substitute(for: letter.bytes)
    inReplyTo = Self.unique(letter.inReplyTo.map(Self.usable))
    references = Self.unique(letter.references.map(Self.usable))
  }

  /// The first letter of the thread, as far as this one tells.
  var root: String { references.first ?? inReplyTo.first ?? messageID }

  /// What this letter answers, the surest first: In-Reply-To, then References from the end.
  var ancestors: [String] { Self.unique(inReplyTo + references.reversed()) }

  /// An identifier that can be written into a letter again; what cannot gets a substitute that is
  /// always the same.
  private static func usable(_ id: String) -> String {
    let isValid =
      id.hasPrefix("<") && id.hasSuffix(">") && id.contains("@")
      && id.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    return isValid ? id : substitute(for: Array(id.utf8))
  }

  private static func substitute(for bytes: [UInt8]) -> String {
    "<\(Hex.text(Digest.sha256(bytes).prefix(16)))@local.invalid>"
  }

  private static func unique(_ ids: [String]) -> [String] {
    var seen: Set<String> = []
    return ids.filter { seen.insert($0).inserted }
  }
}

/// Spellings of bytes.
enum Hex {
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
      let text = String(byte, radix: 16)
      return byte < 16 ? "0" + text : text
    }.joined()
  }
}
