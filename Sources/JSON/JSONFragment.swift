/// A finished piece of JSON text, carried as it is and never read again on the way.
public struct JSONFragment: Hashable, Sendable {
  /// One JSON value in UTF-8.
  public let bytes: [UInt8]

  /// Makes the text by writing it.
  public init(writing body: (inout JSONWriter) -> Void) {
    var writer = JSONWriter(reservingCapacity: 128)
    body(&writer)
    bytes = writer.bytes
  }

  /// Makes an object by writing its members.
  public static func object(_ body: (inout JSONWriter) -> Void) -> JSONFragment {
    JSONFragment { $0.object(body) }
  }

  /// The text of a value that was read, without its white space.
  public init(_ view: JSONView) { self.init { view.write(to: &$0) } }

  /// Takes bytes that the caller knows to be one JSON value.
  public init(trusted bytes: [UInt8]) { self.bytes = bytes }

  public var isNull: Bool { bytes.elementsEqual("null".utf8) }

  /// Reads the text again.
  public func parsed() throws(JSONError) -> JSONView { try JSONDocument(parsing: bytes).root }

  public func write(to writer: inout JSONWriter) { writer.raw(bytes) }
}

extension JSONView: JSONWritable {
  /// Writes the value it looks at; a missing one as null.
  public func write(to writer: inout JSONWriter) {
    switch kind {
    case .missing, .null: writer.null()
    case .bool: writer.value(bool ?? false)
    case .number: writer.raw((numberText ?? "0").utf8)
    case .string: withUTF8 { writer.string($0) }
    case .array: writer.array { for element in elements { element.write(to: &$0) } }
    case .object:
      writer.object {
        for (name, value) in members {
          $0.name(dynamic: name)
          value.write(to: &$0)
        }
      }
    }
  }
}
