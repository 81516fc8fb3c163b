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

  /// Writes an object of what `body` writes and what is carried.
  ///
  /// A carried null stood for something that was not known when it was read; if `body` knows it
  /// now, the null is left out.
  public mutating func object(
    carrying more: [JSONMember], _ body: (inout JSONWriter) -> Void
  ) {
    guard more.contains(where: \.value.isNull) else {
      return object {
        body(&$0)
        $0.members(more)
      }
    }
    let known = JSONFragment.object(body)
    let names = Set((try? known.parsed())?.members.map(\.name) ?? [])
    object {
      body(&$0)
      $0.members(more.filter { !names.contains($0.name) })
    }
  }
}
