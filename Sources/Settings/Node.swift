/// A value of the configuration, and where it stands.
struct Node: Sendable {
  enum Content: Sendable {
    case scalar(Scalar)
    case mapping([Entry])
    case sequence([Node])
  }

  /// One key of a section with its value.
  struct Entry: Sendable {
    let key: String
    let position: Position
    var value: Node

    var place: Problem.Place { position.place }
  }

  var content: Content
  let position: Position

  var place: Problem.Place { position.place }

  /// Whether the key stands there without a value.
  var isNothing: Bool {
    if case .scalar(let scalar) = content { scalar.isNothing } else { false }
  }

  /// What is there, in the words of a problem.
  var kind: String {
    switch content {
    case .scalar(let scalar): scalar.isNothing ? "nothing" : "a single value"
    case .mapping: "a section"
    case .sequence: "a list"
    }
  }

  /// This value with what a later file says laid over it: sections are merged key by key, lists
  /// are continued, and a single value is replaced.
  func overlaid(by later: Node) -> Node {
    switch (content, later.content) {
    case (.mapping(let entries), .mapping(let others)):
      return Node(content: .mapping(Self.merge(entries, others)), position: position)
    case (.sequence(let nodes), .sequence(let others)):
      return Node(content: .sequence(nodes + others), position: position)
    default:
      return later.isNothing ? self : later
    }
  }

  private static func merge(_ entries: [Entry], _ others: [Entry]) -> [Entry] {
    var merged = entries
    for other in others {
      if let index = merged.firstIndex(where: { $0.key == other.key }) {
        merged[index] = Entry(
          key: other.key, position: other.position,
          value: merged[index].value.overlaid(by: other.value))
      } else {
        merged.append(other)
      }
    }
    return merged
  }
}

/// A single value as it was written.
struct Scalar: Sendable {
  enum Style: Sendable { case plain, quoted, fromEnvironment }

  let text: String
  let style: Style

  /// Whether YAML takes it for no value.
  var isNothing: Bool {
    guard style == .plain else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// Whether some YAML readers take it for a Boolean.
  var looksBoolean: Bool {
    guard style == .plain else { return false }
    return ["true", "false", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
  }
}
