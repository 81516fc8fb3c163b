/// `Decoder` over one value of a document.
struct TapeDecoder: Decoder {
  let view: JSONView
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard view.kind == .object else { throw mismatch(Key.self, "is no object") }
    return KeyedDecodingContainer(TapeObject(decoder: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard view.kind == .array else { throw mismatch([Any].self, "is no array") }
    return TapeArray(decoder: self)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { TapeScalar(decoder: self) }

  /// Everything ends here: numbers, strings and truth values are `JSONReadable`.
  func value<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard let readable = type as? any JSONReadable.Type else { return try Value(from: self) }
    do {
      guard let value = try readable.init(from: view) as? Value else {
        throw JSONMismatch("cannot be read")
      }
      return value
    } catch let error as JSONMismatch {
      throw JSONMismatch(at: codingPath.jsonPointer + error.pointer, error.reason)
    }
  }

  func below(_ key: any CodingKey, _ view: JSONView) -> TapeDecoder {
    TapeDecoder(view: view, codingPath: codingPath + [key])
  }

  private func mismatch(_ type: Any.Type, _ reason: String) -> DecodingError {
    .typeMismatch(type, DecodingError.Context(codingPath: codingPath, debugDescription: reason))
  }
}

extension [any CodingKey] {
  /// The path as a JSON pointer.
  var jsonPointer: String {
    map { "/" + ($0.intValue.map(String.init) ?? $0.stringValue) }.joined()
  }
}

// One generic `decode` in each container below answers for every type the protocols list.

private struct TapeScalar: SingleValueDecodingContainer {
  let decoder: TapeDecoder
  var codingPath: [any CodingKey] { decoder.codingPath }

  func decodeNil() -> Bool { decoder.view.isNull }
  func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.value(type) }
}

private struct TapeObject<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: TapeDecoder
  var codingPath: [any CodingKey] { decoder.codingPath }
  var allKeys: [Key] { decoder.view.members.compactMap { Key(stringValue: $0.name) } }

  func contains(_ key: Key) -> Bool { member(key).kind != .missing }
  func decodeNil(forKey key: Key) -> Bool { !member(key).exists }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    guard contains(key) else {
      let context = DecodingError.Context(codingPath: codingPath, debugDescription: "is missing")
      throw DecodingError.keyNotFound(key, context)
    }
    return try below(key).value(type)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try below(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try below(key).unkeyedContainer()
  }

  func superDecoder() -> any Decoder {
    let key = JSONKey(stringValue: "super")
    return decoder.below(key, decoder.view["super"])
  }

  func superDecoder(forKey key: Key) -> any Decoder { below(key) }

  private func member(_ key: Key) -> JSONView { decoder.view[member: key.stringValue] }
  private func below(_ key: Key) -> TapeDecoder { decoder.below(key, member(key)) }
}

private struct TapeArray: UnkeyedDecodingContainer {
  let decoder: TapeDecoder
  private let elements: [JSONView]
  private(set) var currentIndex = 0

  init(decoder: TapeDecoder) {
    self.decoder = decoder
    elements = Array(decoder.view.elements)
  }

  var codingPath: [any CodingKey] { decoder.codingPath }
  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex >= elements.count }

  mutating func decodeNil() -> Bool {
    guard !isAtEnd, elements[currentIndex].isNull else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let value = try element().value(type)
    currentIndex += 1
    return value
  }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> {
    let container = try element().container(keyedBy: type)
    currentIndex += 1
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try element().unkeyedContainer()
    currentIndex += 1
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = try element()
    currentIndex += 1
    return decoder
  }

  private func element() throws -> TapeDecoder {
    let key = JSONKey(intValue: currentIndex)
    guard !isAtEnd else {
      let context = DecodingError.Context(
        codingPath: codingPath + [key], debugDescription: "is missing")
      throw DecodingError.valueNotFound(JSONView.self, context)
    }
    return decoder.below(key, elements[currentIndex])
  }
}
