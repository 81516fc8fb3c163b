/// A promise that was not kept.
package struct Breach: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// Throws what was found when it is not what was promised.
package func expect<Value: Equatable>(
  _ found: Value, is promised: Value, _ what: String
) throws(Breach) {
  guard found == promised else { throw Breach("\(what): \(found), not \(promised)") }
}

package func expect(_ holds: Bool, _ what: String) throws(Breach) {
  guard holds else { throw Breach(what) }
}

/// The value, or a breach when there is none.
package func require<Value>(_ value: Value?, _ what: String) throws(Breach) -> Value {
  guard let value else { throw Breach("there is no \(what)") }
  return value
}
