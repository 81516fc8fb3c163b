/// A number in the spelling it came in, so that `0.85` stays `0.85` and `1` does not become `1.0`.
public struct JSONNumber: Hashable, Sendable {
  /// The spelling that goes out.
  public let text: String

  /// A number that is not finite becomes 0: JSON knows no infinity.
  public init(_ value: Double) {
    let whole = Int64(exactly: value)
    text = whole.map(String.init) ?? (value.isFinite ? value.description : "0")
  }

  public init(_ value: Int64) { text = String(value) }

  init(spelled text: String) { self.text = text }

  public var double: Double { Double(text) ?? 0 }
}

extension JSONNumber: JSONReadable, JSONWritable {
  public init(from view: JSONView) throws(JSONMismatch) {
    guard let text = view.numberText else { throw JSONMismatch("is no number") }
    self.text = text
  }

  public func write(to writer: inout JSONWriter) { writer.raw(text.utf8) }
}

extension JSONNumber: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, Comparable {
  public init(integerLiteral value: Int64) { self.init(value) }
  public init(floatLiteral value: Double) { self.init(value) }
  public static func < (a: JSONNumber, b: JSONNumber) -> Bool { a.double < b.double }
}
