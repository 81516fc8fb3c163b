/// A look at one value of a document: cheap to copy, lenient to read, and chainable over what is
/// missing.
///
/// Platforms send numbers as strings, floats for whole numbers and `[]` for `{}`, so a reader asks
/// for what it can use (`int`, `text`) and gets nil when the value cannot be read that way.
public struct JSONView: Sendable {
  /// What kind of value a view looks at; `missing` is a member or element that is not there.
  public enum Kind: Hashable, Sendable { case missing, null, bool, number, string, array, object }

  let document: JSONDocument
  let index: Int

  /// The index that stands for a value that is not there; 0 is the tape's own root entry.
  static let nowhere = 0

  var tag: UInt8 { index == Self.nowhere ? 0 : document.tag(at: index) }

  public var kind: Kind {
    switch tag {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
    case UInt8(ascii: "n"): .null
    default: .missing
    }
  }

  /// Whether there is a value other than null.
  public var exists: Bool { index != Self.nowhere && tag != UInt8(ascii: "n") }
  public var isNull: Bool { tag == UInt8(ascii: "n") }

  /// The index just behind this value and all that is in it.
  var next: Int { document.next(after: index) }

  // MARK: Scalars

  /// The bytes of a string value, without escapes; valid while the document lives.
  var utf8: UnsafeBufferPointer<UInt8>? {
    tag == UInt8(ascii: "\"") ? document.string(at: index) : nil
  }

  /// Gives the bytes of a string value to `body`, without making a String of them.
  public func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
    guard let utf8 else { return nil }
    return withExtendedLifetime(document) { body(utf8) }
  }

  /// The text of a string.
  public var string: String? { withUTF8 { String(decoding: $0, as: UTF8.self) } }

  /// The text of a string that is not empty.
  public var nonEmpty: String? {
    guard let text = string, !text.isEmpty else { return nil }
    return text
  }

  /// A whole number: an integer, a float without fraction, or a string that spells one.
  public var int: Int64? {
    switch tag {
    case UInt8(ascii: "l"): Int64(bitPattern: document.tape[index + 1])
    case UInt8(ascii: "u"): Int64(exactly: document.tape[index + 1])
    case UInt8(ascii: "d"): Int64(exactly: Double(bitPattern: document.tape[index + 1]))
    case UInt8(ascii: "\""): string.flatMap { Int64($0) }
    default: nil
    }
  }

  /// A number, or a string that spells one.
  public var double: Double? {
    switch tag {
    case UInt8(ascii: "l"): Double(Int64(bitPattern: document.tape[index + 1]))
    case UInt8(ascii: "u"): Double(document.tape[index + 1])
    case UInt8(ascii: "d"): Double(bitPattern: document.tape[index + 1])
    case UInt8(ascii: "\""): string.flatMap { Double($0) }
    default: nil
    }
  }

  /// A truth value: `true`, `false`, or the 1 and 0 that some platforms write for them.
  public var bool: Bool? {
    switch tag {
    case UInt8(ascii: "t"): true
    case UInt8(ascii: "f"): false
    case UInt8(ascii: "l"), UInt8(ascii: "u"):
      switch document.tape[index + 1] {
      case 0: false
      case 1: true
      default: nil
      }
    default: nil
    }
  }

  /// An identifier as text: a string that is not empty, or a number as it is written.
  public var text: String? {
    switch kind {
    case .string: nonEmpty
    case .number: numberText
    default: nil
    }
  }

  /// A number in its shortest spelling that reads back the same; `1` stays `1` and `0.85` stays
  /// `0.85`.
  public var numberText: String? {
    switch tag {
    case UInt8(ascii: "l"): String(Int64(bitPattern: document.tape[index + 1]))
    case UInt8(ascii: "u"): String(document.tape[index + 1])
    case UInt8(ascii: "d"): Double(bitPattern: document.tape[index + 1]).description
    default: nil
    }
  }

  // MARK: Members and elements

  /// The member of that name; missing when this is no object or has no such member.
  public subscript(_ name: StaticString) -> JSONView {
    name.withUTF8Buffer { self.member(named: $0) }
  }

  /// The member of a name that is only known at run time.
  public subscript(member name: String) -> JSONView {
    var name = name
    return name.withUTF8 { self.member(named: $0) }
  }

  private func member(named name: UnsafeBufferPointer<UInt8>) -> JSONView {
    guard tag == UInt8(ascii: "{") else { return missing }
    let end = next - 1
    var at = index + 1
    while at < end {
      if document.isString(name, at: at) { return JSONView(document: document, index: at + 1) }
      at = document.next(after: at + 1)
    }
    return missing
  }

  private var missing: JSONView { JSONView(document: document, index: Self.nowhere) }

  /// The elements of an array; none when this is no array.
  public var elements: Elements { Elements(of: self) }

  /// The members of an object in their order; none when this is no object.
  public var members: Members { Members(of: self) }

  public var first: JSONView { elements.first { _ in true } ?? missing }
}

extension JSONView {
  /// The elements of an array, in order.
  public struct Elements: Sequence, IteratorProtocol, Sendable {
    private let document: JSONDocument
    private var at: Int
    private let end: Int

    init(of view: JSONView) {
      document = view.document
      let isArray = view.tag == UInt8(ascii: "[")
      at = isArray ? view.index + 1 : 0
      end = isArray ? view.next - 1 : 0
    }

    public var isEmpty: Bool { at >= end }

    public mutating func next() -> JSONView? {
      guard at < end else { return nil }
      let element = JSONView(document: document, index: at)
      at = element.next
      return element
    }
  }

  /// The members of an object, in order; a name that stands twice comes twice.
  public struct Members: Sequence, IteratorProtocol, Sendable {
    private let document: JSONDocument
    private var at: Int
    private let end: Int

    init(of view: JSONView) {
      document = view.document
      let isObject = view.tag == UInt8(ascii: "{")
      at = isObject ? view.index + 1 : 0
      end = isObject ? view.next - 1 : 0
    }

    public var isEmpty: Bool { at >= end }

    public mutating func next() -> (name: String, value: JSONView)? {
      guard at < end else { return nil }
      let name = JSONView(document: document, index: at).string ?? ""
      let value = JSONView(document: document, index: at + 1)
      at = value.next
      return (name, value)
    }
  }
}
