/// Takes the members of an object one by one; what nobody took is carried.
///
/// A null is never taken: to a reader it is the same as nothing, but not to the document.
public struct MemberReader {
  private let document: JSONDocument
  /// Where the names stand on the tape; each value stands behind its name.
  private var names: [Int] = []
  private var isTaken: [Bool] = []
  /// Where to look first: members mostly come in the order in which they are asked for.
  private var expected = 0

  public init(_ view: JSONView) throws(JSONMismatch) {
    guard view.kind == .object else { throw JSONMismatch("is no object") }
    document = view.document
    let end = view.next - 1
    var at = view.index + 1
    while at < end {
      names.append(at)
      at = document.next(after: at + 1)
    }
    isTaken = Array(repeating: false, count: names.count)
  }

  /// A member that may be missing.
  public mutating func take<Value: JSONReadable>(
    _ name: StaticString
  ) throws(JSONMismatch) -> Value? {
    guard let place = place(of: name) else { return nil }
    isTaken[place] = true
    do { return try Value(from: value(at: place)) } catch { throw error.inside(name) }
  }

  /// A member that must be there.
  public mutating func require<Value: JSONReadable>(
    _ name: StaticString
  ) throws(JSONMismatch) -> Value {
    guard let value: Value = try take(name) else { throw JSONMismatch("is missing").inside(name) }
    return value
  }

  /// A member that may be missing; a number with a fraction is carried instead.
  public mutating func takeWhole(_ name: StaticString) throws(JSONMismatch) -> Int64? {
    guard let place = place(of: name) else { return nil }
    let view = value(at: place)
    return view.kind == .number && view.int == nil ? nil : try take(name)
  }

  /// Takes a member that can be made again from what is known; one with another text is carried.
  public mutating func take(_ name: StaticString, ifEqualTo text: String?) {
    guard let text, let place = place(of: name) else { return }
    isTaken[place] = value(at: place).string == text
  }

  /// The first member whose name begins so, with the rest of its name.
  public mutating func take(prefix: String) -> (suffix: String, value: JSONFragment)? {
    for place in names.indices where !isTaken[place] {
      let name = name(at: place)
      guard name.hasPrefix(prefix) else { continue }
      isTaken[place] = true
      return (String(name.dropFirst(prefix.count)), JSONFragment(value(at: place)))
    }
    return nil
  }

  /// What was not taken, in order; a member that repeats the name of a taken one is left out.
  public var rest: [JSONMember] {
    guard isTaken.contains(false) else { return [] }
    let taken = Set(names.indices.lazy.filter { isTaken[$0] }.map { name(at: $0) })
    return names.indices.lazy.filter { !isTaken[$0] }
      .map { JSONMember(name(at: $0), JSONFragment(value(at: $0))) }
      .filter { !taken.contains($0.name) }
  }

  private func name(at place: Int) -> String {
    String(decoding: document.string(at: names[place]), as: UTF8.self)
  }

  private func value(at place: Int) -> JSONView {
    JSONView(document: document, index: names[place] + 1)
  }

  /// A member of that name that is no null.
  private mutating func place(of name: StaticString) -> Int? {
    let place = place(of: name, in: expected..<names.count) ?? place(of: name, in: 0..<expected)
    if let place { expected = place + 1 }
    return place
  }

  private func place(of name: StaticString, in range: Range<Int>) -> Int? {
    name.withUTF8Buffer { wanted in
      range.first { document.isString(wanted, at: names[$0]) && !value(at: $0).isNull }
    }
  }
}
