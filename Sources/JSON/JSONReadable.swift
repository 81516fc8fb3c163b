/// Something that can be made of a JSON value without the detour over `Decodable`.
public protocol JSONReadable {
  init(from view: JSONView) throws(JSONMismatch)
}

extension JSONView: JSONReadable {
  public init(from view: JSONView) { self = view }
}

extension JSONFragment: JSONModel {
  /// The text of a value that was read; it can be any.
  public init(from view: JSONView) { self.init(view) }
}

extension JSONValue: JSONModel {
  public init(from view: JSONView) { self.init(view) }
}

extension String: JSONReadable {
  public init(from view: JSONView) throws(JSONMismatch) {
    guard let text = view.string else { throw JSONMismatch("is no string") }
    self = text
  }
}

extension Bool: JSONReadable {
  public init(from view: JSONView) throws(JSONMismatch) {
    guard view.kind == .bool, let value = view.bool else { throw JSONMismatch("is no truth value") }
    self = value
  }
}

extension JSONReadable where Self: FixedWidthInteger {
  /// Takes `1.0` for 1: it is the same number.
  public init(from view: JSONView) throws(JSONMismatch) {
    guard let text = view.numberText,
      let value = Self(text) ?? view.int.flatMap(Self.init(exactly:))
    else { throw JSONMismatch("is no whole number of \(Self.bitWidth) bits") }
    self = value
  }
}

extension Int: JSONReadable {}
extension Int8: JSONReadable {}
extension Int16: JSONReadable {}
extension Int32: JSONReadable {}
extension Int64: JSONReadable {}
extension UInt: JSONReadable {}
extension UInt8: JSONReadable {}
extension UInt16: JSONReadable {}
extension UInt32: JSONReadable {}
extension UInt64: JSONReadable {}

extension Double: JSONReadable {
  public init(from view: JSONView) throws(JSONMismatch) {
    guard view.kind == .number, let value = view.double else { throw JSONMismatch("is no number") }
    self = value
  }
}

extension Float: JSONReadable {
  public init(from view: JSONView) throws(JSONMismatch) { self.init(try Double(from: view)) }
}

extension Array: JSONReadable where Element: JSONReadable {
  public init(from view: JSONView) throws(JSONMismatch) {
    guard view.kind == .array else { throw JSONMismatch("is no array") }
    self = []
    for element in view.elements {
      do { append(try Element(from: element)) } catch { throw error.inside(count) }
    }
  }
}
