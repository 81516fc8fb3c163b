import JSON

/// Payloads that a platform would never send, made from ones that it did; the same seed gives the
/// same mutants.
///
/// Each original has its turn with each trick before one comes again; some mutants suffer further
/// tricks besides.
public struct JSONMutants: Sequence, IteratorProtocol {
  /// One way to spoil a payload.
  public enum Trick: CaseIterable, Sendable {
    /// A member is gone, is there twice, has its neighbour's value, or a name from tomorrow.
    case remove, double, swap, rename
    /// A value has another type, or is what nobody expects there.
    case retype, surprise
    case hugeNumber, loneSurrogate, nul
    /// Lists and objects in one another, or the payload within itself.
    case nest
    /// The bytes end too early, and one of them is another.
    case cut
  }

  private let originals: [(bytes: [UInt8], value: JSONValue)]
  private var random: SplitMix64
  private var made = 0
  private let count: Int

  public init(of originals: [[UInt8]], count: Int, seed: UInt64) {
    self.originals = originals.map { ($0, (try? JSONValue(parsing: $0)) ?? .null) }
    random = SplitMix64(state: seed)
    self.count = originals.isEmpty ? 0 : count
  }

  public mutating func next() -> [UInt8]? {
    guard made < count else { return nil }
    let original = originals[made % originals.count]
    let trick = Trick.allCases[made / originals.count % Trick.allCases.count]
    made += 1
    var mutant = original.value
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      mutant = changed(mutant, by: Trick.allCases.randomElement(using: &random) ?? trick)
    }
    return spoilt(mutant, by: trick)
  }

  /// A value with one trick done to it, as bytes.
  mutating func spoilt(_ value: JSONValue, by trick: Trick) -> [UInt8] {
    switch trick {
    case .loneSurrogate: torn(JSONWriter.bytes(of: value), by: Self.halves)
    case .nul: torn(JSONWriter.bytes(of: value), by: Self.nuls)
    case .cut: cut(JSONWriter.bytes(of: value))
    default: JSONWriter.bytes(of: changed(value, by: trick))
    }
  }

  /// A value with one trick done to it somewhere; those that need bytes leave it as it is.
  private mutating func changed(_ value: JSONValue, by trick: Trick) -> JSONValue {
    switch trick {
    case .remove, .double, .swap, .rename:
      somewhere(in: value, untilObject: true) { $0.disturbed($1, by: trick) }
    case .retype: somewhere(in: value) { $0.retyped($1) }
    case .surprise: somewhere(in: value) { mutants, _ in mutants.strange() }
    case .hugeNumber: somewhere(in: value) { mutants, _ in mutants.huge() }
    case .nest: somewhere(in: value) { $0.nested($1) }
    case .loneSurrogate, .nul, .cut: value
    }
  }

  /// Goes down at random, seldom less than two steps, and changes the value where it stops; an end
  /// is where there is nothing below, or nothing that may be changed so.
  private mutating func somewhere(
    in value: JSONValue, depth: Int = 0, untilObject: Bool = false,
    _ change: (inout Self, JSONValue) -> JSONValue
  ) -> JSONValue {
    guard Int.random(in: 0..<(depth < 2 ? 16 : 4), using: &random) > 0 else {
      return change(&self, value)
    }
    switch value {
    case .object(var members) where !members.isEmpty:
      let index = Int.random(in: 0..<members.count, using: &random)
      if untilObject, !members[index].value.holdsObject { return change(&self, value) }
      members[index].value = somewhere(
        in: members[index].value, depth: depth + 1, untilObject: untilObject, change)
      return .object(members)
    case .array(var elements) where !elements.isEmpty:
      let index = Int.random(in: 0..<elements.count, using: &random)
      elements[index] = somewhere(
        in: elements[index], depth: depth + 1, untilObject: untilObject, change)
      return .array(elements)
    default: return change(&self, value)
    }
  }

  private mutating func disturbed(_ value: JSONValue, by trick: Trick) -> JSONValue {
    guard case .object(var members) = value, !members.isEmpty else { return strange() }
    let index = Int.random(in: 0..<members.count, using: &random)
    let other = Int.random(in: 0..<members.count, using: &random)
    switch trick {
    case .remove: members.remove(at: index)
    case .double: members.append(members[index])
    case .swap:
      (members[index].value, members[other].value) =
        (members[other].value, members[index].value)
    default: members[index].name += "_future"
    }
    return .object(members)
  }

  /// The same in another type: a number as text, a text as a list of it, an object as its values.
  private func retyped(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null: .bool(false)
    case .bool(let isTrue): .number(isTrue ? "1" : "0")
    case .number(let digits): .string(digits)
    case .string(let text): text.isEmpty ? [] : .array([.string(text)])
    case .array(let elements):
      .object(elements.enumerated().map { JSONValue.Member("\($0)", $1) })
    case .object(let members): .array(members.map(\.value))
    }
  }

  private mutating func strange() -> JSONValue {
    let values: [JSONValue] = [
      nil, true, false, 0, 1, -1, "", "0", "x", [], [:], [nil], [[]], [0], ["a": nil],
      .number("-1.5"), .number("1e-300"), "9223372036854775808", "-0",
      "\u{FEFF}", "\u{202E}a\u{301}", .string(String(repeating: "я", count: 5000)),
      .array(Array(repeating: [:], count: 300)),
    ]
    return values.randomElement(using: &random) ?? nil
  }

  /// Numbers at and beyond the edges of every type that may hold them.
  private mutating func huge() -> JSONValue {
    let numbers = [
      "2147483648", "-2147483649", "4294967296", "9007199254740993", "9223372036854775807",
      "-9223372036854775808", "9223372036854775808", "18446744073709551615",
      "18446744073709551616", "1e18", "1e19", "1e308", "-1e308", "1e400",
      String(repeating: "9", count: 400),
    ]
    return .number(numbers.randomElement(using: &random) ?? "0")
  }

  /// A value below many others: deeper than a reader need go, than a parser may, or in itself.
  private mutating func nested(_ value: JSONValue) -> JSONValue {
    let depth = [3, 30, 100, 600, 1100].randomElement(using: &random) ?? 3
    switch Int.random(in: 0..<3, using: &random) {
    case 0: return (0..<depth).reduce(value) { inner, _ in [inner] }
    case 1:
      let names = ["reply_to_message", "text", "chat", "a"]
      let name = names.randomElement(using: &random) ?? "a"
      return (0..<depth).reduce(value) { inner, _ in
        .object([JSONValue.Member(name, inner)])
      }
    default:
      guard case .object(let members) = value, let last = members.indices.last else {
        return (0..<depth).reduce(value) { inner, level in
          level % 2 == 0 ? [inner] : ["reply_to_message": inner]
        }
      }
      return (0..<Swift.min(depth, 30)).reduce(value) { inner, _ in
        var outer = members
        outer[last].value = inner
        return .object(outer)
      }
    }
  }

  /// Halves of surrogate pairs, alone: no string of ours can hold them.
  private static let halves = [
    "\\ud83d", "\\udc4d", "\\ud83d\\ud83d\\udc4d", "\\udc4d\\ud83d", "\\ud83dx", "\\uD83D\\u0041",
  ]
  /// A NUL as an escape, beside others, and as a byte that JSON does not allow.
  private static let nuls = ["\\u0000", "\\u0000\\u0000", "a\\u0000b", "\\ud83d\\u0000", "\u{0}"]

  /// Puts such a word into a text of the payload, name or value, somewhere.
  private mutating func torn(_ bytes: [UInt8], by words: [String]) -> [UInt8] {
    let word = Array((words.randomElement(using: &random) ?? "").utf8)
    let texts = JSONTexts.ranges(in: bytes)
    guard let text = texts.randomElement(using: &random) else { return bytes + word }
    let place = Bool.random(using: &random) ? text.lowerBound : text.upperBound
    return bytes[..<place] + word + bytes[place...]
  }

  private mutating func cut(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
    if let index = bytes.indices.randomElement(using: &random) {
      bytes[index] = UInt8.random(in: 0...255, using: &random)
    }
    return bytes
  }
}

extension JSONValue {
  /// Whether an object with members is here or in the list that this is.
  fileprivate var holdsObject: Bool {
    switch self {
    case .object(let members): !members.isEmpty
    case .array(let elements): elements.contains(where: \.holdsObject)
    default: false
    }
  }
}

/// Where the strings of a JSON text stand, without their quotation marks.
private enum JSONTexts {
  static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start: Int?
    var isEscaped = false
    for (index, byte) in bytes.enumerated() {
      guard let opened = start else {
        if byte == UInt8(ascii: "\"") { start = index + 1 }
        continue
      }
      if !isEscaped, byte == UInt8(ascii: "\"") {
        ranges.append(opened..<index)
        start = nil
      }
      isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
    }
    return ranges
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
