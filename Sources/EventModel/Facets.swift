import JSON

/// The blocks of an object that only some of its kind have, by name and in order, as finished JSON.
///
/// A block with a key is read and written as the key's type; one without is carried as it is, so
/// that nothing a later version of the model adds is lost. A null is carried too: it is something
/// to the document.
public struct Facets: Hashable, Sendable {
  private(set) var blocks: [JSONMember] = []

  public init() {}

  init(_ members: [JSONMember]) { blocks = members }

  /// The text of a block, whoever knows its type.
  public subscript(name: String) -> JSONFragment? {
    get { blocks.first { $0.name == name }?.value }
    set {
      let at = blocks.firstIndex { $0.name == name }
      switch (at, newValue) {
      case (let at?, let text?): blocks[at].value = text
      case (let at?, nil): blocks.remove(at: at)
      case (nil, let text?): blocks.append(JSONMember(name, text))
      case (nil, nil): break
      }
    }
  }

  public var isEmpty: Bool { blocks.isEmpty }
  public var names: [String] { blocks.map(\.name) }
}

extension Facets {
  /// A block as its type; nil when there is none, or a null.
  public subscript<Value>(key: FacetKey<Value>) -> Value? {
    get throws(FacetError) {
      guard let text = self[key.name] else { return nil }
      return try Self.read(key, text)?.value
    }
  }

  /// Puts a block in place of what was there; nil takes it away.
  public mutating func set<Value>(_ value: Value?, for key: FacetKey<Value>) {
    self[key.name] = value.map { JSONCoder.encode($0) }
  }

  /// Changes some members of a block, at any depth, and leaves the others, those nobody here knows
  /// too.
  ///
  /// An element of an array keeps its unknown members as long as the known ones stay the same.
  public mutating func update<Value: SparseFacet>(
    _ key: FacetKey<Value>, _ change: (inout Value) -> Void
  ) throws(FacetError) {
    guard let text = self[key.name], let (view, before) = try Self.read(key, text) else {
      return set(Value(change), for: key)
    }
    var after = before
    change(&after)
    guard after != before else { return }
    let merged = JSONValue(view).changed(
      from: JSONValue(encoding: before), to: JSONValue(encoding: after))
    self[key.name] = JSONFragment { $0.value(merged) }
  }

  private static func read<Value>(
    _ key: FacetKey<Value>, _ text: JSONFragment
  ) throws(FacetError) -> (view: JSONView, value: Value)? {
    do {
      let view = try text.parsed()
      return view.exists ? (view, try JSONCoder.decode(Value.self, from: view)) : nil
    } catch let error as JSONMismatch {
      throw FacetError(facet: key.name, error)
    } catch {
      throw FacetError(facet: key.name, JSONMismatch("is no JSON"))
    }
  }
}

extension JSONValue {
  fileprivate init(encoding value: some Encodable) {
    self = (try? JSONCoder.encode(value).parsed()).map { JSONValue($0) } ?? .null
  }

  /// This value with what differs between `before` and `after` carried over to it.
  fileprivate func changed(from before: JSONValue?, to after: JSONValue) -> JSONValue {
    switch (self, before, after) {
    case (_, after, _): return self
    case (.object(let mine), .object, .object(let new)):
      let kept = mine.compactMap { member -> Member? in
        let old = before?[member.name]
        guard let new = after[member.name] else { return old == nil ? member : nil }
        return Member(member.name, member.value.changed(from: old, to: new))
      }
      return .object(kept + new.filter { self[$0.name] == nil })
    case (.array(let mine), .array(let old), .array(let new)) where mine.count == old.count:
      return .array(new.map { element in old.firstIndex(of: element).map { mine[$0] } ?? element })
    default: return after
    }
  }
}
