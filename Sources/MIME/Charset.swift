/// Turns the bytes of a text into text, whatever their label says; it never fails.
public enum Charset {
  /// Decodes by what the bytes show first, by the label second, and by a guess last.
  ///
  /// Valid UTF-8 beats the label of a charset of one byte a character: programs mislabel UTF-8
  /// often, and other text is almost never valid UTF-8 by chance.
  public static func decode(_ bytes: ArraySlice<UInt8>, label: String?) -> String {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return bytes.dropFirst(3).utf8Text }
    let name = label.flatMap { CharsetAliases.name(for: $0) }
    if name == "UTF-16" || bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return utf16(bytes, label: label ?? "")
    }
    let foreign = name.flatMap { isOurs($0) ? nil : $0 }
    if let foreign, let text = ForeignCharset.decode(bytes, from: foreign) { return text }
    if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.utf8Text }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let table = SingleByteTable.all.first { $0.name == name }
    if let table, table.covers(bytes), !isDoubtful(table, bytes) { return table.decode(bytes) }
    // Some broken characters in a text that is UTF-8 else.
    if isMostlyUTF8(bytes) { return bytes.utf8Text }
    return CyrillicGuess.table(for: bytes).decode(bytes)
  }

  private static func isOurs(_ name: String) -> Bool {
    name == "utf-8" || SingleByteTable.all.contains { $0.name == name }
  }

  /// A western label over text without a western word: Outlook's default on Russian letters.
  private static func isDoubtful(_ table: SingleByteTable, _ bytes: ArraySlice<UInt8>) -> Bool {
    table == .windows1252 && !CyrillicGuess.isWestern(bytes)
  }

  /// How much of a text is looked at to tell what it is.
  static let sample = 4096

  /// Whether most of the bytes beyond ASCII belong to whole UTF-8 sequences.
  private static func isMostlyUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
    let sample = bytes.prefix(Self.sample)
    let high = sample.count { $0 >= 0x80 }
    let broken = sample.utf8Text.unicodeScalars.count { $0 == "\u{FFFD}" }
    return broken * 4 < high
  }

  /// By the mark, the label, or the side on which the zeros of ASCII stand; text of another kind
  /// when nothing tells.
  private static func utf16(_ bytes: ArraySlice<UInt8>, label: String) -> String {
    let pairs = bytes.prefix(sample).enumerated()
    let zerosInFront = pairs.count { $0.offset.isMultiple(of: 2) && $0.element == 0 }
    let zerosBehind = pairs.count { !$0.offset.isMultiple(of: 2) && $0.element == 0 }
    let isMarkedLittle = bytes.starts(with: [0xFF, 0xFE])
    let isMarked = isMarkedLittle || bytes.starts(with: [0xFE, 0xFF])
    let isLabelledLittle = label.lowercased().hasSuffix("le")
    if !isMarked, !isLabelledLittle, zerosInFront + zerosBehind == 0 { return bytes.utf8Text }
    let isLittle =
      isMarked ? isMarkedLittle : isLabelledLittle || zerosBehind > zerosInFront
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var rest = isMarked ? bytes.dropFirst(2) : bytes
    while let first = rest.popFirst(), let second = rest.popFirst() {
      let (high, low) = isLittle ? (second, first) : (first, second)
      units.append(UInt16(high) << 8 | UInt16(low))
    }
    return String(decoding: units, as: UTF16.self)
  }
}
