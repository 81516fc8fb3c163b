import JSON

extension JSONValue {
  /// The object with the members of another.
  func with(_ other: JSONValue) -> JSONValue {
    guard case .object(let mine) = self, case .object(let more) = other else { return self }
    return .object(mine + more)
  }

  subscript(index: Int) -> JSONValue? {
    elements.indices.contains(index) ? elements[index] : nil
  }
}
