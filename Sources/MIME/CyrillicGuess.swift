import Glibc

/// Tells Russian charsets apart by how often letters stand in the text that each would make.
enum CyrillicGuess {
  /// The likeliest table of a text that is neither UTF-8 nor labelled well.
  static func table(for bytes: ArraySlice<UInt8>) -> SingleByteTable {
    if isWestern(bytes) { return .windows1252 }
    let sample = bytes.prefix(Charset.sample)
    var best = (table: SingleByteTable.windows1251, score: -Double.infinity)
    for (rank, table) in candidates.enumerated() {
      let score = score(of: table.decode(sample)) - 0.02 * Double(rank)
      if score > best.score { best = (table, score) }
    }
    return best.table
  }

  private static let candidates: [SingleByteTable] =
    [.windows1251, .koi8R, .ibm866, .iso8859x5, .macCyrillic]

  /// Whether most words with bytes beyond ASCII have ASCII letters too: Größe, déjà.
  static func isWestern(_ bytes: ArraySlice<UInt8>) -> Bool {
    var mixed = 0
    var foreign = 0
    for word in bytes.prefix(Charset.sample).split(whereSeparator: { $0 < 0x80 && !$0.isLetter })
    where word.contains(where: { $0 >= 0x80 }) {
      if word.contains(where: \.isLetter) { mixed += 1 } else { foreign += 1 }
    }
    return mixed > foreign
  }

  /// The mean logarithm of the frequency of each character beyond ASCII, with a price for odd
  /// capitals.
  private static func score(of text: String) -> Double {
    var sum = 0.0
    var count = 0
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      guard !scalar.isASCII else { continue }
      count += 1
      switch scalar {
      case "а"..."я", "ё": sum += logarithm[scalar] ?? rare
      case "А"..."Я", "Ё":
        let small = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
        sum += logarithm[small] ?? rare
        if isSmall(previous) {
          sum -= 4
        } else if !isCapital(previous) {
          sum -= 0.3
        }
      case "«", "»", "—", "–", "№", "…", "„", "“", "”": sum += log(0.004)
      case "\u{A0}": sum += log(0.01)
      default: sum += rare
      }
    }
    return count == 0 ? 0 : sum / Double(count)
  }

  private static func isSmall(_ scalar: Unicode.Scalar) -> Bool {
    ("а"..."я").contains(scalar) || scalar == "ё"
  }

  private static func isCapital(_ scalar: Unicode.Scalar) -> Bool {
    ("А"..."Я").contains(scalar) || scalar == "Ё"
  }

  private static let rare = log(0.00002)

  /// Of Russian letters in ordinary text, in percent.
  private static let logarithm: [Unicode.Scalar: Double] = {
    let percent: [Unicode.Scalar: Double] = [
      "о": 10.97, "е": 8.45, "а": 8.01, "и": 7.35, "н": 6.7, "т": 6.26, "с": 5.47, "р": 4.73,
      "в": 4.54, "л": 4.4, "к": 3.49, "м": 3.21, "д": 2.98, "п": 2.81, "у": 2.62, "я": 2.01,
      "ы": 1.9, "ь": 1.74, "г": 1.7, "з": 1.65, "б": 1.59, "ч": 1.44, "й": 1.21, "х": 0.97,
      "ж": 0.94, "ш": 0.73, "ю": 0.64, "ц": 0.48, "щ": 0.36, "э": 0.32, "ф": 0.26, "ъ": 0.04,
      "ё": 0.2,
    ]
    return percent.mapValues { log($0 / 100) }
  }()
}
