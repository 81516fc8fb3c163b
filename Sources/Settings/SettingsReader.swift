/// Reads one section of the configuration, key by key, and notes every problem with its place.
///
/// What is asked for is what may stand there: when reading is finished, any other key is a problem
/// that names its nearest neighbour. A value that is wrong is noted and its default given, so that
/// one look finds all problems; `hasErrors` says whether anything may be made of the values.
public struct SettingsReader: Sendable {
  let entries: [Node.Entry]
  let position: Position
  /// The keys that lead here; nil below a list, where the environment overrides nothing.
  let path: [String]?
  let section: Int
  let sources: Sources

  /// What all readers of one configuration share.
  struct Sources: Sendable {
    let findings: Findings
    let secrets: SecretSource
    let environment: [String: String]
  }

  init(
    _ entries: [Node.Entry], at position: Position, path: [String]?, within parent: Int?,
    _ sources: Sources
  ) {
    self.entries = entries
    self.position = position
    self.path = path
    self.sources = sources
    section = sources.findings.open(entries, on: position.lineNumber, within: parent)
  }

  /// All problems noted so far in the whole configuration.
  public var problems: [Problem] { sources.findings.problems }

  /// Whether any problem so far stops the daemon from starting.
  public var hasErrors: Bool { sources.findings.hasErrors }

  /// Whether the section holds `key`; asking makes it a known one.
  public mutating func has(_ key: String) -> Bool { found(key) != nil }

  /// Notes that the section is wrong, at `key` or as a whole.
  public mutating func problem(_ message: String, at key: String? = nil, help: String? = nil) {
    note(Problem(.refused, message, at: place(of: key), help: help))
  }

  /// Notes that the section will be obeyed, but hardly does what was meant.
  public mutating func warning(_ message: String, at key: String? = nil, help: String? = nil) {
    note(Problem(.doubtful, message, at: place(of: key), help: help))
  }

  /// Lets any other key stand: for a section of a kind that this build does not know.
  public mutating func leaveUnchecked() { sources.findings.leaveUnchecked(section) }

  /// Notes the keys that nobody asked for, here and in the sections that were opened from here.
  public mutating func finish() { sources.findings.finish(section) }

  func note(_ problem: @autoclosure () -> Problem) { sources.findings.note(problem()) }

  /// What stands under `key`: in the environment, else in the file.
  func found(_ key: String) -> Node? {
    sources.findings.ask(key, in: section)
    return override(of: key) ?? entry(key)?.value
  }

  func entry(_ key: String) -> Node.Entry? { entries.first { $0.key == key } }

  var place: Problem.Place { position.place }

  func place(of key: String?) -> Problem.Place {
    key.flatMap(entry)?.value.place ?? place
  }

  private func override(of key: String) -> Node? {
    guard let path else { return nil }
    let name = (["CHANNELD"] + path + [key]).joined(separator: "_").uppercased()
    sources.findings.ask(override: name)
    guard let text = sources.environment[name] else { return nil }
    return Node(
      content: .scalar(Scalar(text: text, style: .fromEnvironment)),
      position: Position(named: "$\(name)"))
  }
}
