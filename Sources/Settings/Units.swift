/// Numbers with a unit, as people write them: `15s`, `20GiB`.
enum Units {
  private static let durations: [String: Duration] = [
    "ms": .milliseconds(1), "s": .seconds(1), "m": .seconds(60), "h": .seconds(3600),
    "d": .seconds(86_400), "w": .seconds(604_800),
  ]

  private static let sizes: [String: Int] = [
    "B": 1, "kB": 1000, "MB": 1_000_000, "GB": 1_000_000_000, "TB": 1_000_000_000_000,
    "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40,
  ]

  /// The largest count before a unit: a century of seconds, and far from any overflow.
  private static let largestCount = 4_000_000_000

  static func duration(_ text: String) -> Duration? {
    guard let (count, unit) = parts(of: text), let one = durations[unit] else { return nil }
    return one * count
  }

  static func bytes(_ text: String) -> Int? {
    guard let (count, unit) = parts(of: text), let one = sizes[unit] else { return nil }
    let (product, hasOverflown) = count.multipliedReportingOverflow(by: one)
    return hasOverflown ? nil : product
  }

  private static func parts(of text: String) -> (count: Int, unit: String)? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits), count <= largestCount else { return nil }
    return (count, String(text.dropFirst(digits.count)))
  }
}
