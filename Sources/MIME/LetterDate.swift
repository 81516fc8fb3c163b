/// The `Date` header (RFC 5322), as leniently as programs write it.
public enum LetterDate {
  /// Seconds since 1970; nil when it is no date.
  public static func seconds(_ header: ArraySlice<UInt8>) -> Int64? {
    var date = Fields()
    for word in words(of: header.prefix(longest)) { date.take(word) }
    return date.seconds
  }

  private static let longest = 128

  /// Words between blanks, commas and hyphens inside of dates; comments are dropped.
  private static func words(of header: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    let end = header.firstIndex(of: UInt8(ascii: "(")) ?? header.endIndex
    return header[..<end].split { $0.isSpace || $0 == UInt8(ascii: ",") }
  }

  private struct Fields {
    var day: Int64?
    var month: Int64?
    var year: Int64?
    var time: Int64?
    /// Seconds east of UTC.
    var zone: Int64 = 0

    mutating func take(_ word: ArraySlice<UInt8>) {
      if word.contains(UInt8(ascii: ":")) {
        time = time ?? Self.time(word)
      } else if time != nil, let first = word.first, first == 0x2B || first == 0x2D {
        zone = Self.offset(word.dropFirst()) * (first == 0x2D ? -1 : 1)
      } else if let number = Self.number(word) {
        if day == nil { day = number } else { year = year ?? Self.fullYear(number, word.count) }
      } else if let index = Self.index(of: word, in: Self.months) {
        month = month ?? index + 1
      } else if time != nil, let index = Self.index(of: word, in: Self.zones) {
        zone = Self.zoneHours[Int(index)] * 3600
      } else if day == nil {
        // `21-Nov-2025`.
        for piece in word.split(separator: UInt8(ascii: "-")).prefix(3) where piece != word {
          take(piece)
        }
      }
    }

    var seconds: Int64? {
      guard let day, (1...31).contains(day), let month, let year, (1900...9999).contains(year)
      else { return nil }
      // Days from 1970-01-01 (Howard Hinnant): years begin in March.
      let y = month <= 2 ? year - 1 : year
      let era = y / 400
      let yearOfEra = y - era * 400
      let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
      let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
      return (era * 146_097 + dayOfEra - 719_468) * 86_400 + (time ?? 0) - zone
    }

    private static let months = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    private static let zones = [
      "ut", "utc", "gmt", "z", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "msk", "msd",
    ]
    private static let zoneHours: [Int64] = [0, 0, 0, 0, -5, -4, -6, -5, -7, -6, -8, -7, 3, 4]

    private static func index(of word: ArraySlice<UInt8>, in names: [String]) -> Int64? {
      let key = names.first?.utf8.count == 3 ? word.prefix(3) : word
      return names.firstIndex { key.matches($0.utf8) }.map { Int64($0) }
    }

    private static func number(_ word: ArraySlice<UInt8>) -> Int64? {
      guard (1...4).contains(word.count), word.allSatisfy(\.isDigit) else { return nil }
      return word.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    private static func fullYear(_ number: Int64, _ digits: Int) -> Int64 {
      switch digits {
      case 4: number
      case 3: 1900 + number
      default: number < 50 ? 2000 + number : 1900 + number
      }
    }

    private static func time(_ word: ArraySlice<UInt8>) -> Int64? {
      let numbers = word.split(separator: UInt8(ascii: ":")).map { number($0.prefix(2)) }
      guard (2...3).contains(numbers.count), let hour = numbers[0], hour < 24,
        let minute = numbers[1], minute < 60
      else { return nil }
      let second = numbers.count > 2 ? numbers[2] ?? 0 : 0
      return hour * 3600 + minute * 60 + min(second, 59)
    }

    private static func offset(_ word: ArraySlice<UInt8>) -> Int64 {
      let digits = word.filter { $0 != UInt8(ascii: ":") }
      guard digits.count == 4, let number = number(digits[...]) else { return 0 }
      return number / 100 * 3600 + number % 100 * 60
    }
  }
}

extension LetterDate {
  /// A moment as the `Date` header has it, in UTC.
  public static func text(_ seconds: Int64) -> String {
    let (days, time) = seconds.quotientAndRemainder(dividingBy: 86_400)
    let (wholeDays, rest) = time < 0 ? (days - 1, time + 86_400) : (days, time)
    let weekday = weekdays[Int(((wholeDays + 4) % 7 + 7) % 7)]
    let date = civil(fromDays: wholeDays)
    let clock = [rest / 3600, rest / 60 % 60, rest % 60].map(twoDigits).joined(separator: ":")
    return "\(weekday), \(date.day) \(monthNames[date.month - 1]) \(date.year) \(clock) +0000"
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func twoDigits(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }

  private static func civil(fromDays days: Int64) -> (year: Int64, month: Int, day: Int64) {
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = Int(shifted < 10 ? shifted + 3 : shifted - 9)
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }
}
