/// Why a value that is JSON is not what was asked for, and where.
public struct JSONMismatch: Error, Hashable, Sendable, CustomStringConvertible {
  /// The place as a JSON pointer (RFC 6901): `/items/0/sender/type`; empty for the value itself.
  public let pointer: String
  /// What was expected there, in words for people; it holds nothing of the text itself.
  public let reason: String

  public init(at pointer: String = "", _ reason: String) {
    self.pointer = pointer
    self.reason = reason
  }

  /// The same as seen from the object or array around it.
  public func inside(_ name: some CustomStringConvertible) -> JSONMismatch {
    JSONMismatch(at: "/\(name)\(pointer)", reason)
  }

  public var description: String { pointer.isEmpty ? reason : "\(pointer): \(reason)" }
}

extension JSONMismatch {
  /// What a type's own `init(from: any Decoder)` threw.
  init(_ error: any Error) {
    switch error {
    case let mismatch as JSONMismatch: self = mismatch
    case DecodingError.keyNotFound(let key, let context):
      self.init(at: (context.codingPath + [key]).jsonPointer, "is missing")
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context):
      self.init(at: context.codingPath.jsonPointer, context.debugDescription)
    default: self.init("cannot be read")
    }
  }
}
