import JSON

/// Payloads that a platform would never send, made from ones that it did: members gone, doubled or
/// swapped, other types, huge numbers, deep nesting, cut bytes. The same seed gives the same
/// mutants.
public struct JSONMutants: Sequence, IteratorProtocol {
  private let originals: [(bytes: [UInt8], value: JSONValue)]
  private var random: SplitMix64
  private var rest: Int

  public init(of originals: [[UInt8]], count: Int, seed: UInt64) {
    self.originals = originals.map { ($0, (try? JSONValue(parsing: $0)) ?? .null) }
    random = SplitMix64(state: seed)
    rest = originals.isEmpty ? 0 : count
  }

  public mutating func next() -> [UInt8]? {
    guard rest > 0, let original = originals.randomElement(using: &random) else { return nil }
    rest -= 1
    if Int.random(in: 0..<20, using: &random) == 0 { return cut(original.bytes) }
    var mutant = original.value
    for _ in 0..<Int.random(in: 1...3, using: &random) { mutant = mutate(mutant) }
    let bytes = JSONWriter.bytes(of: mutant)
    return Int.random(in: 0..<20, using: &random) == 0 ? torn(bytes) : bytes
  }

  /// Escapes that no string of ours can hold: halves of surrogate pairs, alone.
  private mutating func torn(_ bytes: [UInt8]) -> [UInt8] {
    let quotes = bytes.indices.filter { index in
      bytes[index] == UInt8(ascii: "\"") && index > 0 && bytes[index - 1] == UInt8(ascii: ":")
    }
    guard let quote = quotes.randomElement(using: &random) else { return bytes }
    let halves = ["\\ud83d", "\\udc4d", "\\ud83d\\ud83d\\udc4d", "\\ud83d\\u0000"]
    let half = halves.randomElement(using: &random) ?? ""
    return bytes[...quote] + Array(half.utf8) + bytes[(quote + 1)...]
  }

  private mutating func cut(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
    if let index = bytes.indices.randomElement(using: &random) {
      bytes[index] = UInt8.random(in: 0...255, using: &random)
    }
    return bytes
  }

  /// Goes down at random and changes the value where it stops.
  private mutating func mutate(_ value: JSONValue) -> JSONValue {
    let stops = Int.random(in: 0..<5, using: &random) == 0
    switch value {
    case .object(var members) where !members.isEmpty:
      let index = Int.random(in: 0..<members.count, using: &random)
      if stops { return .object(disturbed(members, at: index)) }
      members[index].value = mutate(members[index].value)
      return .object(members)
    case .array(var elements) where !elements.isEmpty && !stops:
      let index = Int.random(in: 0..<elements.count, using: &random)
      elements[index] = mutate(elements[index])
      return .array(elements)
    default: return strange()
    }
  }

  private mutating func disturbed(
    _ members: [JSONValue.Member], at index: Int
  ) -> [JSONValue.Member] {
    var members = members
    let other = Int.random(in: 0..<members.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: members.remove(at: index)
    case 1: members.append(members[index])
    case 2:
      (members[index].value, members[other].value) =
        (members[other].value, members[index].value)
    case 3: members[index].name += "_future"
    default: members[index].value = strange()
    }
    return members
  }

  private mutating func strange() -> JSONValue {
    let values: [JSONValue] = [
      nil, true, false, 0, 1, -1, "", "0", "x", [], [:], [nil], [[]], [0], ["a": nil],
      .number("9223372036854775807"), .number("-9223372036854775808"),
      .number("18446744073709551615"), .number("1e308"), .number("-1.5"), .number("1e-300"),
      "9223372036854775808", "-0", "\u{0}", "\u{FEFF}", "\u{202E}a\u{301}",
      .string(String(repeating: "я", count: 5000)), nested(depth: 100),
      .array(Array(repeating: [:], count: 300)),
    ]
    return values.randomElement(using: &random) ?? nil
  }

  private func nested(depth: Int) -> JSONValue {
    (0..<depth).reduce(1) { value, level in level % 2 == 0 ? [value] : ["reply_to_message": value] }
  }
}

/// Sebastiano Vigna's splitmix64.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
