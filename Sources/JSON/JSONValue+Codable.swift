// `JSONCoder` never comes here: it asks these types for their own text. This is for other coders.

extension JSONValue: Codable {
  public init(from decoder: any Decoder) throws {
    if let tape = decoder as? TapeDecoder {
      self.init(tape.view)
    } else if let object = try? decoder.container(keyedBy: JSONKey.self) {
      self = .object(
        try object.allKeys.map { Member($0.stringValue, try object.decode(Self.self, forKey: $0)) })
    } else if var array = try? decoder.unkeyedContainer() {
      var elements: [JSONValue] = []
      while !array.isAtEnd { elements.append(try array.decode(Self.self)) }
      self = .array(elements)
    } else {
      try self.init(scalar: try decoder.singleValueContainer())
    }
  }

  private init(scalar: any SingleValueDecodingContainer) throws {
    if scalar.decodeNil() {
      self = .null
    } else if let value = try? scalar.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? scalar.decode(Int64.self) {
      self = .number(String(value))
    } else if let value = try? scalar.decode(Double.self) {
      self = .number(JSONNumber(value).text)
    } else {
      self = .string(try scalar.decode(String.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .null:
      var scalar = encoder.singleValueContainer()
      try scalar.encodeNil()
    case .bool(let value): try value.encode(to: encoder)
    case .number(let text):
      try Int64(text)?.encode(to: encoder) ?? (Double(text) ?? 0).encode(to: encoder)
    case .string(let text): try text.encode(to: encoder)
    case .array(let elements): try elements.encode(to: encoder)
    case .object(let members):
      var object = encoder.container(keyedBy: JSONKey.self)
      for member in members {
        try object.encode(member.value, forKey: JSONKey(stringValue: member.name))
      }
    }
  }
}

extension JSONFragment: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(writing: { [value = try JSONValue(from: decoder)] in $0.value(value) })
  }

  public func encode(to encoder: any Encoder) throws {
    try JSONValue(try parsed()).encode(to: encoder)
  }
}

extension JSONNumber: Codable {
  public init(from decoder: any Decoder) throws {
    let value = try JSONValue(from: decoder)
    guard case .number(let text) = value else { throw JSONMismatch("is no number") }
    self.init(spelled: text)
  }

  public func encode(to encoder: any Encoder) throws {
    try JSONValue.number(text).encode(to: encoder)
  }
}
