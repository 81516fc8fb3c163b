import Synchronization

/// What is known so far while a configuration is read: the problems, which keys were asked for,
/// and which secrets came out. Shared by all readers of one configuration.
final class Findings: Sendable {
  /// A section that somebody reads.
  private struct Section {
    let parent: Int?
    let line: Int?
    let entries: [Node.Entry]
    var known: Set<String> = []
    var isChecked = true
  }

  private struct State {
    var problems: [Problem] = []
    var sections: [Section] = []
    var secretKeys: Set<String> = []
    var overrides: Set<String> = []
  }

  /// Nobody reads more problems than these.
  static let most = 200

  private let state = Mutex(State())
  let mask = SecretMask()

  /// Everything noted so far, by file and place, with secrets masked.
  var problems: [Problem] {
    let (problems, secretKeys) = state.withLock { ($0.problems, $0.secretKeys) }
    let snippets = SnippetMask(secretKeys: secretKeys, values: mask)
    return problems.map(snippets.masked).sorted { left, right in
      (left.file, left.line ?? 0, left.column ?? 0)
        < (right.file, right.line ?? 0, right.column ?? 0)
    }
  }

  var hasErrors: Bool { state.withLock { $0.problems.contains { $0.severity == .error } } }

  /// The `CHANNELD_…` variables in which some value was looked for.
  var overrides: Set<String> { state.withLock(\.overrides) }

  /// Keeps a problem; of those that are too many to be read only that there are more.
  func note(_ problem: @autoclosure () -> Problem) {
    let count = state.withLock { $0.problems.count }
    guard count <= Self.most else { return }
    var problem = problem()
    if count == Self.most {
      problem = Problem(.tooLarge, "more than \(Self.most) problems", at: problem.place)
    }
    state.withLock { $0.problems.append(problem) }
  }

  /// Begins a section and gives it its number.
  func open(_ entries: [Node.Entry], on line: Int?, within parent: Int?) -> Int {
    state.withLock { state in
      state.sections.append(Section(parent: parent, line: line, entries: entries))
      return state.sections.count - 1
    }
  }

  /// The keys that were asked for and stand nowhere in their sections, in the order of these.
  var unset: [UnsetKey] {
    state.withLock(\.sections).flatMap { section in
      section.known.subtracting(section.entries.map(\.key)).sorted().map {
        UnsetKey(key: $0, line: section.line)
      }
    }
  }

  func ask(_ key: String, in section: Int) {
    _ = state.withLock { $0.sections[section].known.insert(key) }
  }

  func ask(override name: String) { _ = state.withLock { $0.overrides.insert(name) } }

  func askForSecret(_ key: String) { _ = state.withLock { $0.secretKeys.insert(key) } }

  /// Notes those `CHANNELD_…` variables that no value was looked for in.
  func noteUnused(_ variables: some Sequence<String>) {
    let known = overrides
    for name in variables where name.hasPrefix("CHANNELD_") && !known.contains(name) {
      let hint = nearest(to: name, among: known).map { "did you mean $\($0)?" }
      note(
        Problem(
          .unusedOverride, "$\(name) overrides nothing", at: Problem.Place("$\(name)"), hint: hint))
    }
  }

  /// Lets any key stand in a section that nobody can read.
  func leaveUnchecked(_ section: Int) { state.withLock { $0.sections[section].isChecked = false } }

  /// Notes the keys that nobody asked for in a section and in those that were opened in it.
  func finish(_ section: Int) {
    let finished = state.withLock { state in
      var within: Set<Int> = [section]
      for (number, other) in state.sections.enumerated() {
        if let parent = other.parent, within.contains(parent) { within.insert(number) }
      }
      let finished = within.sorted().map { state.sections[$0] }.filter(\.isChecked)
      for number in within { state.sections[number].isChecked = false }
      return finished
    }
    for section in finished {
      for entry in section.entries where !section.known.contains(entry.key) {
        note(Self.unknown(entry, among: section.known))
      }
    }
  }

  private static func unknown(_ entry: Node.Entry, among known: Set<String>) -> Problem {
    let hint =
      nearest(to: entry.key, among: known).map { "did you mean \"\($0)\"?" }
      ?? (known.isEmpty ? nil : "known here: \(known.sorted().joined(separator: ", "))")
    return Problem(.unknownKey, "unknown key \"\(entry.key)\"", at: entry.place, hint: hint)
  }
}
