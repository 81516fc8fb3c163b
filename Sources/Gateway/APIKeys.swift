import Crypto
import Settings

/// What a caller may do.
package enum APIScope: String, CaseIterable, Sendable {
  case read, send, manage, admin
}

/// A key as the configuration gives it.
package struct APIKey: Sendable {
  package let name: String
  package let scopes: Set<APIScope>
  package let secret: Secret

  package init(name: String, scopes: Set<APIScope>, secret: Secret) {
    self.name = name
    self.scopes = scopes
    self.secret = secret
  }
}

/// Who calls, as their key says.
struct Caller: Sendable {
  let name: String
  let scopes: Set<APIScope>

  /// Somebody who needs no key.
  static let nobody = Caller(name: "", scopes: [])

  func require(_ scope: APIScope) throws(APIProblem) {
    guard scopes.contains(scope) else {
      throw APIProblem(.missingScope, "this key has no scope \"\(scope.rawValue)\"")
    }
  }
}

/// The keys that are let in, of which only digests are kept.
struct APIKeys: Sendable {
  private let entries: [(digest: SHA256Digest, caller: Caller)]

  init(_ keys: [APIKey]) {
    entries = keys.map { key in
      (SHA256.hash(data: key.secret.revealBytes()), Caller(name: key.name, scopes: key.scopes))
    }
  }

  /// Who shows this `Authorization` header; how long it takes tells nothing of the keys.
  func caller(showing header: String?) throws(APIProblem) -> Caller {
    guard let header else { throw Self.unknown("there is no Authorization header") }
    let words = header.split(separator: " ", maxSplits: 1)
    guard words.count == 2, words[0].lowercased() == "bearer" else {
      throw Self.unknown("the Authorization header is not of the form \"Bearer chd_…\"")
    }
    let shown = SHA256.hash(data: Array(words[1].utf8))
    var found: Caller?
    // Digests compare in constant time, and every one is compared.
    for entry in entries where entry.digest == shown { found = entry.caller }
    guard let found else { throw Self.unknown("this key is not known here") }
    return found
  }

  private static func unknown(_ detail: String) -> APIProblem {
    APIProblem(.unauthenticated, detail)
  }
}
