import Yams

/// Reads the part of YAML that means the same to everybody.
///
/// Anchors, aliases, tags, merge keys, directives, second documents and keys that stand twice are
/// refused, so that what a file says can be seen where it stands.
struct SafeYAML {
  static let deepest = 32
  static let mostNodes = 50_000

  let source: SourceText
  private var nodes = 0

  /// The value a text holds, or the first thing that is wrong with it.
  static func read(_ source: SourceText) throws(Problem) -> Node {
    if let problem = ForbiddenSyntax.first(in: source) { throw problem }
    var reader = SafeYAML(source: source)
    do {
      // Looking into tags costs regular expressions; nobody asks for what they say.
      let parser = try Parser(yaml: source.text, resolver: .basic, encoding: .utf8)
      guard let root = try parser.singleRoot() else { return reader.nothing }
      // Nodes hold their anchors weakly: the parser must outlive the look at them.
      return try withExtendedLifetime(parser) { try reader.node(root, depth: 1) }
    } catch let problem as Problem {
      throw problem
    } catch let error as YamlError {
      throw reader.problem(error)
    } catch {
      throw Problem(.syntax, "not valid YAML: \(error)", at: Problem.Place(source.name))
    }
  }

  private init(source: SourceText) { self.source = source }

  private var nothing: Node {
    Node(content: .mapping([]), position: Position(named: source.name))
  }

  private mutating func node(_ node: Yams.Node, depth: Int) throws(Problem) -> Node {
    let position = position(of: node)
    nodes += 1
    guard depth <= Self.deepest else {
      throw Problem(.tooLarge, "more than \(Self.deepest) levels deep", at: position.place)
    }
    guard nodes <= Self.mostNodes else {
      throw Problem(.tooLarge, "more than \(Self.mostNodes) values", at: position.place)
    }
    guard node.anchor == nil, isUntagged(node) else {
      throw Problem(.outsideSubset, "anchors, aliases and tags are not read", at: position.place)
    }
    switch node {
    case .scalar(let scalar):
      let style: Scalar.Style = scalar.style == .plain ? .plain : .quoted
      return Node(content: .scalar(Scalar(text: scalar.string, style: style)), position: position)
    case .sequence(let sequence):
      var elements: [Node] = []
      for element in sequence { elements.append(try self.node(element, depth: depth + 1)) }
      return Node(content: .sequence(elements), position: position)
    case .mapping(let mapping):
      var entries: [Node.Entry] = []
      for (key, value) in mapping { entries.append(try entry(key, value, depth: depth)) }
      return Node(content: .mapping(entries), position: position)
    case .alias:
      throw Problem(.outsideSubset, "aliases are not read", at: position.place)
    }
  }

  private mutating func entry(
    _ key: Yams.Node, _ value: Yams.Node, depth: Int
  ) throws(Problem) -> Node.Entry {
    let position = position(of: key)
    guard case .scalar(let name) = key, !name.string.isEmpty, isUntagged(key) else {
      throw Problem(.outsideSubset, "a key must be a plain word", at: position.place)
    }
    guard name.string != "<<" else {
      throw Problem(.outsideSubset, "merge keys are not read", at: position.place)
    }
    let value = try node(value, depth: depth + 1)
    return Node.Entry(key: name.string, position: position, value: value)
  }

  /// Whether a node says nothing of its type: the tag of quoted text is `str`, and not written.
  private func isUntagged(_ node: Yams.Node) -> Bool {
    switch node {
    case .scalar(let scalar): [Tag(.implicit), Tag(.str)].contains(scalar.tag)
    case .mapping(let mapping): [Tag(.implicit), Tag(.map)].contains(mapping.tag)
    case .sequence(let sequence): [Tag(.implicit), Tag(.seq)].contains(sequence.tag)
    case .alias: false
    }
  }

  private func position(of node: Yams.Node) -> Position {
    guard let mark = node.mark else { return Position(named: source.name) }
    return Position(source, line: mark.line, column: mark.column, text: node.scalar?.string)
  }
}
