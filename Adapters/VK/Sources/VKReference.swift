import EventModel

/// The advertisement or link a person came by: `ref` and `ref_source` of their first message.
enum VKReference {
  private static let longest = 2048

  /// A `ref` that is a query string of `utm_*` says all itself; any other names the campaign, and
  /// `ref_source` its source.
  static func attribution(ref: String?, source: String?) -> Attribution? {
    guard let ref, ref.utf8.count <= longest else { return nil }
    var read = Attribution()
    for pair in ref.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard let name = parts.first, let value = parts.dropFirst().first else { continue }
      read.set(String(name), to: decoded(value))
    }
    if read.isEmpty { read.campaign = ref }
    if read.source == nil { read.source = source }
    return read
  }

  /// `%D0%90` and `+`; what is no escape stays as it is.
  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(hex),
        let low = rest.dropFirst().first.flatMap(hex)
      {
        bytes.append(high << 4 | low)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func hex(_ digit: UInt8) -> UInt8? {
    Character(Unicode.Scalar(digit)).hexDigitValue.flatMap { UInt8(exactly: $0) }
  }
}

extension Attribution {
  fileprivate mutating func set(_ name: String, to value: String) {
    switch name {
    case "utm_source": source = value
    case "utm_medium": medium = value
    case "utm_campaign": campaign = value
    case "utm_term": term = value
    case "utm_content": content = value
    default: break
    }
  }
}
