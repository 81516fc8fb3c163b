import JSON
import Testing

/// Values from a seed: what is written reads back the same, and nothing that is read can trap.
struct RandomValueTests {
  @Test(arguments: 0..<8) func aValueComesBackAsItWas(_ seed: UInt64) throws {
    var source = RandomValues(seed: seed)
    for _ in 0..<250 {
      let value = source.value(depth: 5)
      let bytes = JSONWriter.bytes(of: value)
      #expect(try JSONValue(parsing: bytes) == value)
      #expect(JSONWriter.bytes(of: try JSONDocument(parsing: bytes).root) == bytes)
    }
  }

  @Test(arguments: 0..<8) func damagedTextIsReadOrRefusedAndNeverTraps(_ seed: UInt64) throws {
    var source = RandomValues(seed: seed &+ 1000)
    var read = 0
    for _ in 0..<2000 {
      var bytes = JSONWriter.bytes(of: source.value(depth: 4))
      for _ in 0..<Int.random(in: 1...3, using: &source.random) {
        guard let place = bytes.indices.randomElement(using: &source.random) else { continue }
        bytes[place] = source.hostileByte()
      }
      guard let document = try? JSONDocument(parsing: bytes) else { continue }
      read += 1
      visit(document.root)
      let text = JSONWriter.bytes(of: document.root)
      #expect(String(validating: text, as: UTF8.self) != nil)
      #expect(throws: Never.self) { try JSONDocument(parsing: text) }
    }
    #expect(read > 100)
  }

  /// Asks everything of every value.
  private func visit(_ view: JSONView) {
    _ = (view.int, view.double, view.bool, view.text, view.nonEmpty, view.numberText)
    _ = (view["a"].kind, view.first.kind, view[member: "b"].exists)
    for element in view.elements { visit(element) }
    for (_, value) in view.members { visit(value) }
  }
}

/// Makes values by chance, the same for the same seed.
private struct RandomValues {
  var random: SplitMix

  init(seed: UInt64) { random = SplitMix(state: seed) }

  mutating func value(depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
    case 0: .null
    case 1: .bool(.random(using: &random))
    case 2: .number(String(Int64.random(in: .min ... .max, using: &random)))
    case 3: .number(number().description)
    case 4, 5: .string(string())
    case 6: .array((0..<Int.random(in: 0..<5, using: &random)).map { _ in value(depth: depth - 1) })
    default:
      .object(
        (0..<Int.random(in: 0..<5, using: &random)).map { index in
          .init(string() + String(index), value(depth: depth - 1))
        })
    }
  }

  /// Any finite number with a fraction or an exponent: whole ones are another kind.
  private mutating func number() -> Double {
    let value = Double(bitPattern: random.next())
    return value.isFinite ? value : 0.85
  }

  private mutating func string() -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0..<24, using: &random) {
      let ranges: [ClosedRange<UInt32>] = [
        0x20...0x7E, 0x20...0x7E, 0...0x1F, 0x22...0x22, 0x5C...0x5C, 0x80...0x7FF, 0x2028...0x2029,
        0xE000...0xFFFF, 0x1F600...0x1F64F,
      ]
      let scalar = ranges[Int.random(in: 0..<ranges.count, using: &random)]
        .randomElement(using: &random)
      text.unicodeScalars.append(scalar.flatMap(Unicode.Scalar.init) ?? "?")
    }
    return text
  }

  mutating func hostileByte() -> UInt8 {
    let bytes = Array(#"{}[]":,\u0123456789deDE-+.tfn"#.utf8) + [0, 0x1F, 0x80, 0xED, 0xFF]
    return bytes.randomElement(using: &random) ?? 0
  }
}

private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
