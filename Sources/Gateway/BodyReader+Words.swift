/// Members of limited kinds: words, numbers within bounds, addresses.
extension BodyReader {
  /// One of a few words.
  mutating func choice(
    _ name: String, of choices: [String], isRequired: Bool = false
  ) -> String? {
    guard let word = take(name, as: String.self) else {
      if isRequired { require(name) }
      return nil
    }
    if choices.contains(word) { return word }
    note("is none of \(choices.joined(separator: ", "))", in: name)
    return nil
  }

  mutating func flag(_ name: String) -> Bool? { take(name, as: Bool.self) }

  mutating func number(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
    guard let number = take(name, as: Int64.self) else { return nil }
    if range.contains(number) { return number }
    note("is not from \(range.lowerBound) to \(range.upperBound)", in: name)
    return nil
  }

  /// A text that must be there and hold something.
  mutating func required(_ name: String, atMost limit: Int) -> String? {
    let text = self.name(name, atMost: limit)
    if text == nil { require(name) }
    return text
  }

  /// A list of texts that hold something.
  mutating func texts(_ name: String, atMost limit: Int, bytes: Int = 200) -> [String] {
    let texts = take(name, as: [String].self) ?? []
    if texts.count > limit {
      note("holds more than \(limit)", in: name)
      return []
    }
    for (index, text) in texts.enumerated() where text.isEmpty || text.utf8.count > bytes {
      note("is empty or longer than \(bytes) bytes", in: "\(name)/\(index)")
    }
    return texts
  }

  mutating func url(_ name: String) -> String? {
    guard let url = text(name, atMost: 2_048) else { return nil }
    let isClean = url.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    let hasScheme = ["http://", "https://"].contains { url.lowercased().hasPrefix($0) }
    if isClean, hasScheme { return url }
    note("is no address that begins with http:// or https://", in: name)
    return nil
  }
}
