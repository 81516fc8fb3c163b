/// First in, first out, with a count of what has left.
struct Queue<Element: Sendable>: Sendable, Sequence {
  private var storage: [Element] = []
  private var head = 0

  init() {}

  var count: Int { storage.count - head }
  var isEmpty: Bool { count == 0 }
  var first: Element? { isEmpty ? nil : storage[head] }

  mutating func append(_ element: Element) { storage.append(element) }

  @discardableResult
  mutating func popFirst() -> Element? {
    guard let element = first else { return nil }
    head += 1
    if head > 32, head * 2 > storage.count {
      storage.removeFirst(head)
      head = 0
    }
    return element
  }

  /// The elements from the given place on; none when there are fewer.
  func dropping(_ count: Int) -> ArraySlice<Element> { storage[head...].dropFirst(count) }

  func makeIterator() -> IndexingIterator<ArraySlice<Element>> { storage[head...].makeIterator() }
}

/// The newest elements of a long sequence, and how many older ones were dropped.
struct Recent<Element: Sendable>: Sendable, Sequence {
  private(set) var dropped = 0
  private var kept = Queue<Element>()
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// How many there have ever been.
  var total: Int { dropped + kept.count }

  mutating func append(_ element: Element) {
    kept.append(element)
    if kept.count > limit {
      kept.popFirst()
      dropped += 1
    }
  }

  /// What is kept of the elements from the given one on, counted from the very first.
  func dropping(_ count: Int) -> ArraySlice<Element> {
    kept.dropping(Swift.max(0, count - dropped))
  }

  func makeIterator() -> IndexingIterator<ArraySlice<Element>> { kept.makeIterator() }

  /// Changes elements where they stand.
  mutating func update(_ change: (inout Element) -> Void) { kept.update(change) }
}

extension Queue {
  /// Changes elements where they stand.
  mutating func update(_ change: (inout Element) -> Void) {
    for index in storage.indices.dropFirst(head) { change(&storage[index]) }
  }
}
