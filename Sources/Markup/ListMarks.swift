/// What stands before the items of lists within lists.
struct ListMarks {
  /// The next number of each list; nil where the items have none.
  private var numbers: [Int?] = []

  var depth: Int { numbers.count }

  mutating func begin(from number: Int?) { numbers.append(number) }

  mutating func end() { _ = numbers.popLast() }

  /// The mark of the innermost list's next item.
  mutating func next() -> String {
    guard let number = numbers.last ?? nil else { return "• " }
    numbers[numbers.count - 1] = number &+ 1
    return "\(number). "
  }
}
