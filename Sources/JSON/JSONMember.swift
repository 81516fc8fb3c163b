/// One member of an object, carried as it is.
public struct JSONMember: Hashable, Sendable {
  public let name: String
  public var value: JSONFragment

  public init(_ name: String, _ value: JSONFragment) {
    self.name = name
    self.value = value
  }
}

extension JSONWriter {
  /// Writes carried members into the object that is open.
  public mutating func members(_ members: [JSONMember]) {
    for member in members {
      name(dynamic: member.name)
      value(member.value)
    }
  }
}
