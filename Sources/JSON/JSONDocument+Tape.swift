import CSimdjson

/// The layout of simdjson's tape: a tag in the upper byte of a word, and below it where things are.
///
/// Every index comes from the tape itself, and simdjson wrote it whole: nothing here leaves it.
extension JSONDocument {
  private static var payloadMask: UInt64 { 0x00FF_FFFF_FFFF_FFFF }

  func tag(at index: Int) -> UInt8 { UInt8(truncatingIfNeeded: tape[index] >> 56) }

  /// The index just behind the value at `index` and all that is in it.
  func next(after index: Int) -> Int {
    switch tag(at: index) {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      Int(truncatingIfNeeded: tape[index] & 0xFFFF_FFFF)
    case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): index + 2
    default: index + 1
    }
  }

  /// The bytes of the string at `index`.
  func string(at index: Int) -> UnsafeBufferPointer<UInt8> {
    let start = strings + Int(truncatingIfNeeded: tape[index] & Self.payloadMask)
    let length = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
    return UnsafeBufferPointer(start: start + 4, count: Int(length))
  }

  /// Whether the string at `index` has these bytes.
  func isString(_ wanted: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    let ours = string(at: index)
    guard ours.count == wanted.count else { return false }
    guard let a = ours.baseAddress, let b = wanted.baseAddress else { return true }
    return csimdjson_equal(a, b, ours.count)
  }
}
