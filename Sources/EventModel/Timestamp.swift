import JSON

/// A moment, to the millisecond; one that was read keeps its spelling, and moments compare by
/// instant.
///
/// Spellings accepted: RFC 3339 with 0 to 9 digits of a second and any offset. Spelling written:
/// three digits and `Z` (FIELDS §1.14).
public struct Timestamp: Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public let milliseconds: Int64
  private let spelling: String?

  /// Platforms' clocks are believed between 2000 and 2100; what lies beyond is brought to the
  /// nearer end.
  private static let believable: ClosedRange<Int64> = 946_684_800_000...4_102_444_800_000

  public init(milliseconds: Int64) {
    self.milliseconds = min(
      max(milliseconds, Self.believable.lowerBound), Self.believable.upperBound)
    spelling = nil
  }

  /// A platform's Unix time in whole seconds.
  public init(seconds: Int64) {
    let (product, overflows) = seconds.multipliedReportingOverflow(by: 1000)
    self.init(milliseconds: overflows ? (seconds < 0 ? .min : .max) : product)
  }

  /// Reads RFC 3339 and keeps the spelling; nil when the text is no date.
  public init?(parsing text: String) {
    guard let milliseconds = CivilTime.milliseconds(parsing: text) else { return nil }
    self.milliseconds = milliseconds
    spelling = text
  }

  public func advanced(byMilliseconds amount: Int64) -> Timestamp {
    let (sum, overflows) = milliseconds.addingReportingOverflow(amount)
    return Timestamp(milliseconds: overflows ? (amount < 0 ? .min : .max) : sum)
  }
}

extension Timestamp: Hashable, Comparable, CustomStringConvertible {
  public static func == (a: Self, b: Self) -> Bool { a.milliseconds == b.milliseconds }
  public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
  public func hash(into hasher: inout Hasher) { hasher.combine(milliseconds) }
  public var description: String { spelling ?? CivilTime.text(milliseconds: milliseconds) }
}

extension Timestamp: Codable, JSONReadable, JSONWritable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let time = Timestamp(parsing: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no RFC 3339 time")
    }
    self = time
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  public init(from view: JSONView) throws(JSONMismatch) {
    guard let time = Timestamp(parsing: try String(from: view)) else {
      throw JSONMismatch("is no RFC 3339 time")
    }
    self = time
  }

  public func write(to writer: inout JSONWriter) { description.write(to: &writer) }
}
