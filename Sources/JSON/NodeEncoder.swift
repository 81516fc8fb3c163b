/// The text of one value while its `encode(to:)` runs.
///
/// A nested container of the old manner may be filled after its later siblings: it is a node of its
/// own, remembered with the place it is put into at the end.
final class EncodedNode {
  fileprivate enum Shape { case nothing, object, array, scalar }

  fileprivate var writer = JSONWriter(reservingCapacity: 128)
  fileprivate var shape = Shape.nothing
  fileprivate var count = 0
  private var holes: [(place: Int, node: EncodedNode)] = []

  /// The text of a value: what it writes of itself, else what its `encode(to:)` says.
  static func bytes(of value: some Encodable, at path: [any CodingKey]) -> [UInt8] {
    if let writable = value as? any JSONWritable { return JSONWriter.bytes(of: writable) }
    let node = EncodedNode()
    do {
      try value.encode(to: NodeEncoder(node: node, codingPath: path))
    } catch {
      return Array("null".utf8)
    }
    return node.finish()
  }

  fileprivate func open(_ wanted: Shape) {
    guard shape == .nothing else { return }
    shape = wanted
    if wanted == .object { writer.open("{") }
    if wanted == .array { writer.open("[") }
  }

  fileprivate func hole() -> EncodedNode {
    let node = EncodedNode()
    writer.raw(EmptyCollection())
    holes.append((writer.count, node))
    return node
  }

  private func finish() -> [UInt8] {
    switch shape {
    case .nothing: writer.null()
    case .object: writer.close("}")
    case .array: writer.close("]")
    case .scalar: break
    }
    var bytes = writer.bytes
    for hole in holes.reversed() { bytes.insert(contentsOf: hole.node.finish(), at: hole.place) }
    return bytes
  }
}

/// `Encoder` into one node.
struct NodeEncoder: Encoder {
  let node: EncodedNode
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.open(.object)
    return KeyedEncodingContainer(NodeObject(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.open(.array)
    return NodeArray(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    node.open(.scalar)
    return NodeScalar(encoder: self)
  }

  fileprivate func put(_ value: some Encodable, _ key: (any CodingKey)? = nil) {
    if let writable = value as? any JSONWritable {
      node.writer.value(writable)
    } else {
      node.writer.raw(EncodedNode.bytes(of: value, at: codingPath + (key.map { [$0] } ?? [])))
    }
    node.count += 1
  }

  fileprivate func below(_ key: any CodingKey) -> NodeEncoder {
    node.count += 1
    return NodeEncoder(node: node.hole(), codingPath: codingPath + [key])
  }
}

// One generic `encode` in each container below answers for every type the protocols list.

private struct NodeScalar: SingleValueEncodingContainer {
  let encoder: NodeEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  func encodeNil() { encoder.node.writer.null() }
  func encode<T: Encodable>(_ value: T) { encoder.put(value) }
}

private struct NodeObject<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: NodeEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  func encodeNil(forKey key: Key) {
    name(key)
    encoder.node.writer.null()
  }

  func encode<T: Encodable>(_ value: T, forKey key: Key) {
    name(key)
    encoder.put(value, key)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) -> KeyedEncodingContainer<NestedKey> {
    below(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    below(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { below(JSONKey(stringValue: "super")) }
  func superEncoder(forKey key: Key) -> any Encoder { below(key) }

  private func name(_ key: any CodingKey) { encoder.node.writer.name(dynamic: key.stringValue) }

  private func below(_ key: any CodingKey) -> NodeEncoder {
    name(key)
    return encoder.below(key)
  }
}

private struct NodeArray: UnkeyedEncodingContainer {
  let encoder: NodeEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }
  var count: Int { encoder.node.count }

  func encodeNil() {
    encoder.node.writer.null()
    encoder.node.count += 1
  }

  func encode<T: Encodable>(_ value: T) { encoder.put(value, JSONKey(intValue: count)) }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) -> KeyedEncodingContainer<NestedKey> {
    superEncoder().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    superEncoder().unkeyedContainer()
  }

  func superEncoder() -> any Encoder { encoder.below(JSONKey(intValue: count)) }
}
