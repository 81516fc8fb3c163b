import JSON

/// The chat log of the control API: what was said where, without ids and times, so that the logs of
/// two clients that did the same are equal.
///
/// Messages are counted from 1 in each chat, and named by that number wherever one refers to
/// another. Members stand in the order of their names; what is null or false is left out.
enum ChatLog {
  /// A message's number in its chat, by whatever id it has there.
  static func numbers(_ ids: [Int64]) -> [Int64: Int] {
    Dictionary(ids.enumerated().map { ($1, $0 + 1) }) { first, _ in first }
  }

  /// Formatting in an order of its own: by where it begins, the longest first.
  static func sorted(_ entities: JSONValue?) -> JSONValue? {
    guard case .array(let list) = entities, !list.isEmpty else { return nil }
    func key(_ entity: JSONValue) -> (Int64, Int64, String) {
      (entity["offset"]?.int ?? 0, -(entity["length"]?.int ?? 0), entity["type"]?.string ?? "")
    }
    return .array(list.sorted { key($0) < key($1) })
  }
}

extension JSONValue {
  /// The value with the members of all objects in the order of their names, without those that are
  /// null or false.
  var normalized: JSONValue {
    switch self {
    case .array(let elements): .array(elements.map(\.normalized))
    case .object(let members):
      .object(
        members.filter { $0.value != .null && $0.value != false }
          .map { Member($0.name, $0.value.normalized) }
          .sorted { $0.name < $1.name })
    default: self
    }
  }

  /// This object without members of those names.
  func without(_ names: Set<String>) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { !names.contains($0.name) })
  }
}

extension SentFile {
  var json: JSONValue {
    .members([
      "kind": .string(kind), "name": source == nil ? .string(name) : nil,
      "size": source == nil ? .int(size) : nil, "sha256": sha256.json, "url": source.json,
    ])
  }
}
