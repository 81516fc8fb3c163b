extension SettingsReader {
  /// The text under a key that must be there.
  public mutating func string(_ key: String) -> String? { required(key, .text) }

  /// The text under a key, or `other` if there is none.
  public mutating func string(_ key: String, default other: String) -> String {
    optional(key, .text) ?? other
  }

  /// The text under a key that may be absent.
  public mutating func optionalString(_ key: String) -> String? { optional(key, .text) }

  /// A whole number within bounds that must be there.
  public mutating func int(_ key: String, in bounds: ClosedRange<Int>) -> Int? {
    required(key, .wholeNumber(in: bounds))
  }

  /// A whole number within bounds.
  public mutating func int(
    _ key: String, default other: Int, in bounds: ClosedRange<Int> = 0...Int.max
  ) -> Int {
    optionalInt(key, in: bounds) ?? other
  }

  /// A whole number within bounds that may be absent.
  public mutating func optionalInt(
    _ key: String, in bounds: ClosedRange<Int> = 0...Int.max
  ) -> Int? {
    optional(key, .wholeNumber(in: bounds))
  }

  /// `true` or `false`.
  public mutating func bool(_ key: String, default other: Bool) -> Bool {
    optional(key, .trueOrFalse) ?? other
  }

  /// A time span: `500ms`, `15s`, `10m`, `24h`, `7d`, `2w`.
  public mutating func duration(_ key: String, default other: Duration) -> Duration {
    optional(key, .duration) ?? other
  }

  /// A number of bytes: `64KiB`, `50MiB`, `20GiB`; `kB`, `MB`, `GB` count by thousands.
  public mutating func bytes(_ key: String, default other: Int) -> Int {
    optional(key, .bytes) ?? other
  }

  /// One of a closed set of words.
  public mutating func choice<Choice>(_ key: String, default other: Choice) -> Choice
  where Choice: RawRepresentable<String> & CaseIterable {
    optional(key, .choice) ?? other
  }

  /// One of a closed set of words, which must be there.
  public mutating func choice<Choice>(_ key: String, of _: Choice.Type = Choice.self) -> Choice?
  where Choice: RawRepresentable<String> & CaseIterable {
    required(key, .choice)
  }

  /// A URL of one of `schemes`, as it is written, with a host and without a user or password.
  public mutating func url(
    _ key: String, default other: String, schemes: [String] = ["https", "http"]
  ) -> String {
    optionalURL(key, schemes: schemes) ?? other
  }

  /// A URL that may be absent.
  public mutating func optionalURL(
    _ key: String, schemes: [String] = ["https", "http"]
  ) -> String? {
    optional(key, .url(schemes: schemes))
  }

  /// A secret that must be there.
  public mutating func secret(_ key: String) -> Secret? {
    guard let node = found(key) else {
      noteMissing(key)
      return nil
    }
    return secret(node, key)
  }

  /// A secret that may be absent.
  public mutating func optionalSecret(_ key: String) -> Secret? {
    found(key).flatMap { secret($0, key) }
  }

  /// The texts of a list; empty if there is none.
  public mutating func strings(_ key: String, default other: [String] = []) -> [String] {
    guard let nodes = elements(key) else { return other }
    return nodes.compactMap { value($0, key, .text) }
  }

  /// The words of a list, each one of a closed set.
  public mutating func choices<Choice>(_ key: String, default other: [Choice]) -> [Choice]
  where Choice: RawRepresentable<String> & CaseIterable {
    guard let nodes = elements(key) else { return other }
    return nodes.compactMap { value($0, key, .choice) }
  }
}
