/// Arithmetic between instants and the Gregorian calendar in UTC, by counting days from 1970-01-01.
enum CivilTime {
  private static let day: Int64 = 86_400_000

  /// `yyyy-mm-ddThh:mm:ss.SSSZ`.
  static func text(milliseconds: Int64) -> String {
    let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: day)
    let days = remainder < 0 ? quotient - 1 : quotient
    let rest = remainder < 0 ? remainder + day : remainder
    let date = civil(fromDays: days)
    return String(unsafeUninitializedCapacity: 24) { buffer in
      var at = 0
      func put(_ value: Int64, digits: Int) {
        var value = value
        for offset in (0..<digits).reversed() {
          buffer[at + offset] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10)
          value /= 10
        }
        at += digits
      }
      func put(_ mark: Unicode.Scalar) {
        buffer[at] = UInt8(ascii: mark)
        at += 1
      }
      put(date.year, digits: 4)
      put("-")
      put(date.month, digits: 2)
      put("-")
      put(date.day, digits: 2)
      put("T")
      put(rest / 3_600_000, digits: 2)
      put(":")
      put(rest / 60_000 % 60, digits: 2)
      put(":")
      put(rest / 1000 % 60, digits: 2)
      put(".")
      put(rest % 1000, digits: 3)
      put("Z")
      return at
    }
  }

  /// Reads RFC 3339; nil when the text is no date of the years 0001 to 9999.
  static func milliseconds(parsing text: String) -> Int64? {
    var reader = DigitReader(text)
    guard let year = reader.number(digits: 4), year > 0, reader.skip("-"),
      let month = reader.number(digits: 2), (1...12).contains(month), reader.skip("-"),
      let day = reader.number(digits: 2), (1...31).contains(day), reader.skip("T", "t", " "),
      let hour = reader.number(digits: 2), hour < 24, reader.skip(":"),
      let minute = reader.number(digits: 2), minute < 60, reader.skip(":"),
      let second = reader.number(digits: 2), second < 61,
      let fraction = reader.fraction(), let offset = reader.offset(), reader.isAtEnd
    else { return nil }
    let days = days(fromYear: year, month: month, day: day)
    guard civil(fromDays: days) == (year, month, day) else { return nil }  // no such day: 31 April
    return days * Self.day + (hour * 3600 + minute * 60 + second - offset * 60) * 1000 + fraction
  }

  // Howard Hinnant's public-domain formulas: years begin in March, eras have 400 years.
  private static func days(fromYear year: Int64, month: Int64, day: Int64) -> Int64 {
    let y = month <= 2 ? year - 1 : year
    let era = y / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }
}

/// Takes fixed fields off the front of a text.
private struct DigitReader {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func number(digits: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  mutating func skip(_ marks: Unicode.Scalar...) -> Bool {
    guard let next = rest.first, marks.contains(where: { UInt8(ascii: $0) == next }) else {
      return false
    }
    rest = rest.dropFirst()
    return true
  }

  /// `.123456789` in milliseconds, further digits dropped; 0 when there is none.
  mutating func fraction() -> Int64? {
    guard skip(".") else { return 0 }
    var value: Int64 = 0
    var digits = 0
    while let digit = digit() {
      if digits < 3 { value = value * 10 + digit }
      digits += 1
    }
    guard (1...9).contains(digits) else { return nil }
    for _ in digits..<max(digits, 3) { value *= 10 }
    return value
  }

  /// `Z` or `±hh:mm`, in minutes east of UTC.
  mutating func offset() -> Int64? {
    if skip("Z", "z") { return 0 }
    let isWest = rest.first == UInt8(ascii: "-")
    guard skip("+", "-"), let hours = number(digits: 2), hours < 24, skip(":"),
      let minutes = number(digits: 2), minutes < 60
    else { return nil }
    return (isWest ? -1 : 1) * (hours * 60 + minutes)
  }

  private mutating func digit() -> Int64? {
    guard let next = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) else {
      return nil
    }
    rest = rest.dropFirst()
    return Int64(next - UInt8(ascii: "0"))
  }
}
