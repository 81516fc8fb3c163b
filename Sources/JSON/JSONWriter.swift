/// Something that knows its own JSON text.
public protocol JSONWritable {
  /// Writes exactly one value.
  func write(to writer: inout JSONWriter)
}

/// Writes JSON text into growing bytes, without an intermediate tree.
///
/// The caller keeps to the grammar by the shape of the calls: a value stands alone, in `array`, or
/// behind a name in `object`.
public struct JSONWriter: ~Copyable {
  private var text: GrowingBytes
  private var needsComma = false

  public init(reservingCapacity capacity: Int = 0) { text = GrowingBytes(capacity: capacity) }

  /// What was written so far.
  public var bytes: [UInt8] { text.bytes }
  var count: Int { text.count }

  /// The text of one value.
  public static func bytes(of value: some JSONWritable, capacity: Int = 256) -> [UInt8] {
    var writer = JSONWriter(reservingCapacity: capacity)
    value.write(to: &writer)
    return writer.bytes
  }

  public mutating func object<E: Error>(_ body: (inout JSONWriter) throws(E) -> Void) throws(E) {
    open("{")
    try body(&self)
    close("}")
  }

  public mutating func array<E: Error>(_ body: (inout JSONWriter) throws(E) -> Void) throws(E) {
    open("[")
    try body(&self)
    close("]")
  }

  // MARK: Names

  /// A name of ours, which needs no escape.
  public mutating func name(_ name: StaticString) {
    name.withUTF8Buffer {
      separate(reserving: $0.count + 3)
      text.add(UInt8(ascii: "\""))
      text.add($0)
    }
    text.add(UInt8(ascii: "\""))
    text.add(UInt8(ascii: ":"))
    needsComma = false
  }

  /// A name that is only known at run time; it is escaped.
  public mutating func name(dynamic name: String) {
    value(name)
    text.reserve(1)
    text.add(UInt8(ascii: ":"))
    needsComma = false
  }

  /// A named value; nothing at all when it is nil.
  public mutating func member(_ name: StaticString, _ value: (some JSONWritable)?) {
    guard let value else { return }
    self.name(name)
    value.write(to: &self)
  }

  public mutating func member<E: Error>(
    _ name: StaticString, object body: (inout JSONWriter) throws(E) -> Void
  ) throws(E) {
    self.name(name)
    try object(body)
  }

  // MARK: Values

  public mutating func value(_ value: some JSONWritable) { value.write(to: &self) }

  public mutating func null() { literal("null") }

  /// Puts in finished JSON text as it is.
  public mutating func raw(_ json: some Collection<UInt8>) {
    separate(reserving: json.count)
    let isAdded: Void? = json.withContiguousStorageIfAvailable { text.add($0) }
    if isAdded == nil { for byte in json { text.add(byte) } }
    needsComma = true
  }

  mutating func literal(_ word: StaticString) {
    word.withUTF8Buffer {
      separate(reserving: $0.count)
      text.add($0)
    }
    needsComma = true
  }

  mutating func string(_ utf8: UnsafeBufferPointer<UInt8>) {
    separate(reserving: utf8.count + 2)
    text.add(UInt8(ascii: "\""))
    var rest = utf8
    while let at = Self.firstEscape(in: rest) {
      text.add(UnsafeBufferPointer(rebasing: rest[..<at]))
      escape(rest[at], before: rest.count)
      rest = UnsafeBufferPointer(rebasing: rest[(at + 1)...])
    }
    text.add(rest)
    text.add(UInt8(ascii: "\""))
    needsComma = true
  }

  mutating func open(_ bracket: Unicode.Scalar) {
    separate(reserving: 1)
    text.add(UInt8(ascii: bracket))
    needsComma = false
  }

  mutating func close(_ bracket: Unicode.Scalar) {
    text.reserve(1)
    text.add(UInt8(ascii: bracket))
    needsComma = true
  }

  /// Writes the comma that is due, and makes room for it and what follows.
  private mutating func separate(reserving count: Int) {
    text.reserve(count + 1)
    if needsComma { text.add(UInt8(ascii: ",")) }
  }
}

extension JSONWriter {
  /// Looks at eight bytes at a time: in a word without one that needs an escape no upper bit is
  /// left.
  private static func firstEscape(in utf8: UnsafeBufferPointer<UInt8>) -> Int? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let bytes = UnsafeRawBufferPointer(utf8)
    var at = 0
    while at &+ 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      let marks =
        (word &- ones &* 0x20) & ~word | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash
      if marks & (ones &* 0x80) != 0 { break }
      at &+= 8
    }
    while at < utf8.count {
      if needsEscape(utf8[at]) { return at }
      at &+= 1
    }
    return nil
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// Writes a byte by its escape, and makes room for the rest of the string.
  private mutating func escape(_ byte: UInt8, before rest: Int) {
    text.reserve(rest + 7)
    text.add(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.add(byte)
    case 0x0A: text.add(UInt8(ascii: "n"))
    case 0x0D: text.add(UInt8(ascii: "r"))
    case 0x09: text.add(UInt8(ascii: "t"))
    default:
      let digits: StaticString = "0123456789abcdef"
      let mark: StaticString = "u00"
      mark.withUTF8Buffer { text.add($0) }
      text.add(digits.utf8Start[Int(byte >> 4)])
      text.add(digits.utf8Start[Int(byte & 15)])
    }
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
  public func write(to writer: inout JSONWriter) {
    writer.array { for element in self { element.write(to: &$0) } }
  }
}
