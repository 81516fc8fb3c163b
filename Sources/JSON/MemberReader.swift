/// Takes the members of an object one by one; what nobody took is carried.
///
/// A null is never taken: to a reader it is the same as nothing, but not to the document.
public struct MemberReader {
  private struct Entry {
    let name: JSONView
    let value: JSONView
    var isTaken = false

    func isCalled(_ wanted: StaticString) -> Bool {
      wanted.withUTF8Buffer { name.isString($0) }
    }
  }

  private var entries: [Entry] = []

  public init(_ view: JSONView) throws(JSONMismatch) {
    guard view.kind == .object else { throw JSONMismatch("is no object") }
    view.forEachMember { entries.append(Entry(name: $0, value: $1)) }
  }

  /// A member that may be missing.
  public mutating func take<Value: JSONReadable>(
    _ name: StaticString
  ) throws(JSONMismatch) -> Value? {
    guard let view = take(view: name) else { return nil }
    do { return try Value(from: view) } catch { throw error.inside(name) }
  }

  /// A member that must be there.
  public mutating func require<Value: JSONReadable>(
    _ name: StaticString
  ) throws(JSONMismatch) -> Value {
    guard let value: Value = try take(name) else {
      throw JSONMismatch("is missing").inside(name)
    }
    return value
  }

  /// A member that may be missing; a number with a fraction is carried instead.
  public mutating func takeWhole(_ name: StaticString) throws(JSONMismatch) -> Int64? {
    let fits = entries.contains {
      $0.isCalled(name) && ($0.value.kind != .number || $0.value.int != nil)
    }
    return fits ? try take(name) : nil
  }

  /// Takes a member that can be made again from what is known; one with another text is carried.
  public mutating func take(_ name: StaticString, ifEqualTo text: String?) {
    guard let text else { return }
    for index in entries.indices where entries[index].isCalled(name) {
      entries[index].isTaken = entries[index].value.string == text
    }
  }

  /// The first member whose name begins so, with the rest of its name.
  public mutating func take(prefix: String) -> (suffix: String, value: JSONFragment)? {
    for index in entries.indices where !entries[index].isTaken {
      guard let name = entries[index].name.string, name.hasPrefix(prefix) else { continue }
      entries[index].isTaken = true
      return (String(name.dropFirst(prefix.count)), JSONFragment(entries[index].value))
    }
    return nil
  }

  /// What was not taken, in order.
  public var rest: [JSONMember] {
    entries.lazy.filter { !$0.isTaken }.map {
      JSONMember($0.name.string ?? "", JSONFragment($0.value))
    }
  }

  private mutating func take(view name: StaticString) -> JSONView? {
    var found: JSONView?
    for index in entries.indices where entries[index].isCalled(name) {
      guard !entries[index].value.isNull else { continue }
      entries[index].isTaken = true
      found = found ?? entries[index].value
    }
    return found
  }
}
