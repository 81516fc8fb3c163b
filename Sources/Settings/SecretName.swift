/// Tells by its name whether a secret stands under a key.
enum SecretName {
  private static let parts = ["secret", "token", "passw", "passphrase", "api_key", "apikey"]
  private static let wholes: Set = ["secret", "token", "password"]

  /// Whether `key` is called like a secret, is one of `known`, or was probably meant to be.
  static func matches(_ key: String, known: Set<String> = []) -> Bool {
    let name = key.lowercased()
    return known.contains(key) || parts.contains(where: name.contains)
      || nearest(to: name, among: known.union(wholes)) != nil
  }
}
