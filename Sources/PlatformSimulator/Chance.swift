import JSON

/// How likely something is, and numbers that decide each time: one seed always gives the same.
package struct Chance: Hashable, Sendable {
  /// From 0 (never) to 1 (always).
  package let probability: Double
  private var state: UInt64

  package init(_ probability: Double, seed: UInt64 = 1) {
    self.probability = min(max(0, probability), 1)
    state = seed
  }

  /// Reads `chance` and `seed` of a rule; nil when the chance is not between 0 and 1.
  init?(_ rule: JSONView) {
    guard let probability = rule["chance"].text.flatMap({ Double($0) }),
      (0...1).contains(probability)
    else { return nil }
    self.init(probability, seed: UInt64(bitPattern: rule["seed"].int ?? 1))
  }

  /// Whether it happens this time.
  mutating func hits() -> Bool {
    // SplitMix64: small, and good enough to be fair.
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    return Double(mixed >> 11) / Double(1 << 53) < probability
  }
}
