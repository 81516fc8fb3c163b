import Crypto
import HTTPTypes
import Hummingbird
import Store

/// The name of an attachment that a caller makes under a key of theirs: the key gives the name, so
/// that a repeat finds what was made, whatever the boundary of its form is this time.
struct AttachmentKey: Sendable {
  let id: String

  private static let longest = 255

  /// Nil when the request bears no key.
  init?(_ request: Request, of caller: Caller) throws(APIProblem) {
    guard let key = request.headers[.idempotencyKey] else { return nil }
    guard !key.isEmpty, key.unicodeScalars.count <= Self.longest else {
      throw APIProblem(.invalid, "an Idempotency-Key has 1 to \(Self.longest) characters")
    }
    var digest = SHA256()
    for word in ["attachment", caller.name, key] {
      digest.update(data: Array(word.utf8) + [0])
    }
    // As long as the names of others.
    id = Hexadecimal.text(of: Array(digest.finalize().prefix(12)))
  }
}
