/// How a value becomes one of the type that is wanted. Nothing is guessed: what YAML readers do
/// not agree on is refused, with the spelling that would settle it.
struct Reading<Value> {
  private let read: (Scalar) throws(Complaint) -> Value

  init(_ read: @escaping (Scalar) throws(Complaint) -> Value) { self.read = read }

  func callAsFunction(_ scalar: Scalar) throws(Complaint) -> Value { try read(scalar) }
}

extension Reading<String> {
  /// Numbers may stand without quotes where text is wanted: they are taken as they are written.
  static var text: Self {
    Self { scalar throws(Complaint) in
      guard !scalar.looksBoolean else {
        throw Complaint(
          .ambiguous, "must be text, and some take \(scalar.text) for yes or no",
          hint: "write \"\(scalar.text)\"")
      }
      return scalar.text
    }
  }

  static func url(schemes: [String]) -> Self {
    Self { scalar throws(Complaint) in
      let parts = scalar.text.split(
        separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, schemes.contains(String(parts[0])) else {
        let beginnings = schemes.map { "\($0)://" }.joined(separator: " or ")
        throw Complaint(.malformed, "must be a URL", hint: "begins with \(beginnings)")
      }
      let host = parts[1].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
      guard !host.isEmpty, !scalar.text.unicodeScalars.contains(where: isBlank) else {
        throw Complaint(.malformed, "must be a URL", hint: "has no host, or a space in it")
      }
      guard !host.contains("@") else {
        throw Complaint(.malformed, "must be a URL without a user or password")
      }
      return scalar.text
    }
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
  }
}

extension Reading<Int> {
  static func wholeNumber(in bounds: ClosedRange<Int>) -> Self {
    Self { scalar throws(Complaint) in
      guard scalar.style != .quoted else {
        throw Complaint(.wrongType, "must be a whole number", hint: "write it without quotes")
      }
      let digits = scalar.text.hasPrefix("-") ? scalar.text.dropFirst() : scalar.text[...]
      guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
        throw Complaint(.wrongType, "must be a whole number", hint: "digits only")
      }
      guard digits.count == 1 || digits.first != "0" else {
        throw Complaint(
          .ambiguous, "must be a whole number, and some take \(scalar.text) for an octal one",
          hint: "write it without the leading zero")
      }
      guard let number = Int(scalar.text), bounds.contains(number) else {
        throw Complaint(.outOfRange, "is out of range", hint: allowed(bounds))
      }
      return number
    }
  }

  static var bytes: Self {
    Self { scalar throws(Complaint) in
      guard let count = Units.bytes(scalar.text) else {
        throw Complaint(
          .malformed, "must be a size", hint: "a whole number and its unit: 64KiB, 50MiB, 20GiB")
      }
      return count
    }
  }

  private static func allowed(_ bounds: ClosedRange<Int>) -> String {
    bounds.upperBound == .max
      ? "at least \(bounds.lowerBound)" : "\(bounds.lowerBound) to \(bounds.upperBound)"
  }
}

extension Reading<Bool> {
  static var trueOrFalse: Self {
    Self { scalar throws(Complaint) in
      switch scalar.text {
      case "true" where scalar.style != .quoted: return true
      case "false" where scalar.style != .quoted: return false
      default: throw Complaint(.wrongType, "must be true or false", hint: "in these letters")
      }
    }
  }
}

extension Reading<Duration> {
  static var duration: Self {
    Self { scalar throws(Complaint) in
      guard let duration = Units.duration(scalar.text) else {
        throw Complaint(
          .malformed, "must be a time span",
          hint: "a whole number and its unit: 500ms, 15s, 10m, 24h, 7d, 2w")
      }
      return duration
    }
  }
}

extension Reading where Value: RawRepresentable<String> & CaseIterable {
  static var choice: Self {
    Self { scalar throws(Complaint) in
      if let choice = Value(rawValue: scalar.text) { return choice }
      let words = Value.allCases.map(\.rawValue)
      let guess = nearest(to: scalar.text, among: words).map { "did you mean \"\($0)\"? " } ?? ""
      throw Complaint(
        .notOneOf, "can't be \"\(scalar.text)\"",
        hint: "\(guess)allowed: \(words.joined(separator: ", "))")
    }
  }
}
