import CSimdjson

/// Why a text is not JSON that we read.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, in words for people; it holds nothing of the text itself.
  public let reason: String

  public init(reason: String) { self.reason = reason }

  public var description: String { reason }
}

/// A parsed JSON text: the tape that simdjson made of it, for as long as a view looks at it.
///
/// The tape is written once, by `init`, and only read afterwards; that is why views may cross
/// threads.
public final class JSONDocument: @unchecked Sendable {
  /// How deep arrays and objects may be nested; deeper texts are refused, so that readers may
  /// recurse.
  public static let deepestNesting = 256

  private let parser: UnsafeMutableRawPointer
  let tape: UnsafePointer<UInt64>
  let strings: UnsafePointer<UInt8>

  /// Parses a whole UTF-8 text.
  ///
  /// A byte order mark is dropped. What simdjson refuses though other readers take it (a lone
  /// surrogate escape, a number out of range) is mended once by `JSONRepair`.
  public convenience init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
    let parsed =
      bytes.withContiguousStorageIfAvailable { Self.parse($0) }
      ?? Array(bytes).withUnsafeBufferPointer { Self.parse($0) }
    try self.init(parsed)
  }

  private init(_ parsed: csimdjson_document) throws(JSONError) {
    guard let parser = parsed.parser, let tape = parsed.tape, let strings = parsed.strings else {
      throw JSONError(reason: String(cString: csimdjson_error_text(parsed.error)))
    }
    self.parser = parser
    self.tape = tape
    self.strings = strings
  }

  deinit { csimdjson_release(parser) }

  private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> csimdjson_document {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: mark) ? UnsafeBufferPointer(rebasing: bytes[3...]) : bytes
    let parsed = csimdjson_parse(text.baseAddress, text.count, deepestNesting)
    guard parsed.parser == nil, let mended = JSONRepair.mend(text) else { return parsed }
    return mended.withUnsafeBufferPointer {
      csimdjson_parse($0.baseAddress, $0.count, deepestNesting)
    }
  }

  /// The outermost value.
  public var root: JSONView { JSONView(document: self, index: 1) }
}
