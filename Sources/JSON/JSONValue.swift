/// A JSON value as a tree, for what is small or has no type of its own. Members keep their order,
/// numbers their spelling.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// A number in the spelling that goes out.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// One named value of an object.
  public struct Member: Hashable, Sendable {
    public var name: String
    public var value: JSONValue

    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// Copies what a view looks at; a missing value becomes null.
  public init(_ view: JSONView) {
    switch view.kind {
    case .missing, .null: self = .null
    case .bool: self = .bool(view.bool ?? false)
    case .number: self = .number(view.numberText ?? "0")
    case .string: self = .string(view.string ?? "")
    case .array: self = .array(view.elements.map { JSONValue($0) })
    case .object: self = .object(view.members.map { Member($0.name, JSONValue($0.value)) })
    }
  }

  public init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
    self.init(try JSONDocument(parsing: bytes).root)
  }

  /// The first member of that name.
  public subscript(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  public var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  public var int: Int64? {
    guard case .number(let text) = self else { return nil }
    return Int64(text)
  }

  public var elements: [JSONValue] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }
}

extension JSONValue: JSONWritable {
  public func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .bool(let value): writer.value(value)
    case .number(let text): writer.raw(text.utf8)
    case .string(let text): writer.value(text)
    case .array(let elements): writer.value(elements)
    case .object(let members):
      writer.object {
        for member in members {
          $0.name(dynamic: member.name)
          member.value.write(to: &$0)
        }
      }
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int64) { self = .number(String(value)) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0, $1) })
  }
  public init(nilLiteral: ()) { self = .null }
}
