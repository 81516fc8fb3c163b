/// Something that knows its own JSON text.
public protocol JSONWritable {
  /// Writes exactly one value.
  func write(to writer: inout JSONWriter)
}

/// Writes JSON text into a growing array of bytes, without an intermediate tree.
///
/// The caller keeps to the grammar by the shape of the calls: a value stands alone, in `array`, or behind a name in `object`.
public struct JSONWriter {
  public private(set) var bytes: [UInt8] = []
  @usableFromInline var needsComma = false

  public init(reservingCapacity capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// The text of one value.
  @inlinable
  public static func bytes(of value: some JSONWritable, capacity: Int = 256) -> [UInt8] {
    var writer = JSONWriter(reservingCapacity: capacity)
    value.write(to: &writer)
    return writer.bytes
  }

  @inlinable
  public mutating func object<E: Error>(_ body: (inout JSONWriter) throws(E) -> Void) throws(E) {
    open("{")
    try body(&self)
    close("}")
  }

  @inlinable
  public mutating func array<E: Error>(_ body: (inout JSONWriter) throws(E) -> Void) throws(E) {
    open("[")
    try body(&self)
    close("]")
  }

  // MARK: Names

  public mutating func name(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// A name that is only known at run time; it is escaped.
  public mutating func name(dynamic name: String) {
    value(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// A named value; nothing at all when it is nil.
  @inlinable
  public mutating func member(_ name: StaticString, _ value: (some JSONWritable)?) {
    guard let value else { return }
    self.name(name)
    value.write(to: &self)
  }

  @inlinable
  public mutating func member<E: Error>(
    _ name: StaticString, object body: (inout JSONWriter) throws(E) -> Void
  ) throws(E) {
    self.name(name)
    try object(body)
  }

  // MARK: Values

  @inlinable
  public mutating func value(_ value: some JSONWritable) { value.write(to: &self) }

  public mutating func null() { literal("null") }

  /// Puts in finished JSON text as it is.
  public mutating func raw(_ text: some Collection<UInt8>) {
    separate()
    bytes.append(contentsOf: text)
    needsComma = true
  }

  mutating func literal(_ text: StaticString) {
    separate()
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    needsComma = true
  }

  mutating func string(_ utf8: UnsafeBufferPointer<UInt8>) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    var rest = utf8[...]
    while let stop = Self.firstEscape(in: UnsafeBufferPointer(rebasing: rest)) {
      let at = rest.startIndex + stop
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: rest[..<at]))
      escape(rest[at])
      rest = rest[(at + 1)...]
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: rest))
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  /// Looks at eight bytes at a time: in a word without one that needs an escape no upper bit is left.
  private static func firstEscape(in utf8: UnsafeBufferPointer<UInt8>) -> Int? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var at = 0
    while at &+ 8 <= utf8.count {
      let word = UnsafeRawBufferPointer(utf8).loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      let marks =
        (word &- ones &* 0x20) & ~word | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash
      if marks & (ones &* 0x80) != 0 { break }
      at &+= 8
    }
    return utf8[at...].firstIndex(where: needsEscape)
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
    case 0x0A: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
    case 0x0D: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
    case 0x09: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
    default:
      let digits: StaticString = "0123456789abcdef"
      bytes += Array("\\u00".utf8)
      bytes.append(digits.utf8Start[Int(byte >> 4)])
      bytes.append(digits.utf8Start[Int(byte & 15)])
    }
  }

  @usableFromInline
  mutating func open(_ bracket: Unicode.Scalar) {
    separate()
    bytes.append(UInt8(ascii: bracket))
    needsComma = false
  }

  @usableFromInline
  mutating func close(_ bracket: Unicode.Scalar) {
    bytes.append(UInt8(ascii: bracket))
    needsComma = true
  }

  @usableFromInline
  mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }
}

extension String: JSONWritable {
  public func write(to writer: inout JSONWriter) {
    var text = self
    text.withUTF8 { writer.string($0) }
  }
}

extension Bool: JSONWritable {
  public func write(to writer: inout JSONWriter) { writer.literal(self ? "true" : "false") }
}

extension JSONWritable where Self: FixedWidthInteger {
  public func write(to writer: inout JSONWriter) { writer.raw(String(self).utf8) }
}

extension Int: JSONWritable {}
extension Int8: JSONWritable {}
extension Int16: JSONWritable {}
extension Int32: JSONWritable {}
extension Int64: JSONWritable {}
extension UInt: JSONWritable {}
extension UInt8: JSONWritable {}
extension UInt16: JSONWritable {}
extension UInt32: JSONWritable {}
extension UInt64: JSONWritable {}

extension Double: JSONWritable {
  /// JSON knows no infinity: what is not finite becomes null.
  public func write(to writer: inout JSONWriter) {
    isFinite ? writer.raw(description.utf8) : writer.null()
  }
}

extension Float: JSONWritable {
  public func write(to writer: inout JSONWriter) {
    isFinite ? writer.raw(description.utf8) : writer.null()
  }
}

extension Array: JSONWritable where Element: JSONWritable {
  @inlinable
  public func write(to writer: inout JSONWriter) {
    writer.array { for element in self { element.write(to: &$0) } }
  }
}
