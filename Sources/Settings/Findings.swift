import Synchronization

/// What is known so far while a configuration is read: the problems, which keys were asked for,
/// and which secrets came out. Shared by all readers of one configuration.
final class Findings: Sendable {
  /// A section that somebody reads.
  private struct Section {
    let parent: Int?
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

  private let state = Mutex(State())
  let mask = SecretMask()

  /// Everything noted so far, in the order of the files, with secrets masked.
  var problems: [Problem] {
    let (problems, secretKeys) = state.withLock { ($0.problems, $0.secretKeys) }
    let snippets = SnippetMask(secretKeys: secretKeys, values: mask)
    return problems.map(snippets.masked)
  }

  var hasErrors: Bool { state.withLock { $0.problems.contains { $0.severity == .error } } }

  /// The `CHANNELD_…` variables that some value was looked for in.
  var overrides: Set<String> { state.withLock { $0.overrides } }

  func note(_ problem: Problem) { state.withLock { $0.problems.append(problem) } }

  /// Begins a section and gives it its number.
  func open(_ entries: [Node.Entry], within parent: Int?) -> Int {
    state.withLock { state in
      state.sections.append(Section(parent: parent, entries: entries))
      return state.sections.count - 1
    }
  }

  func ask(_ key: String, in section: Int) {
    _ = state.withLock { $0.sections[section].known.insert(key) }
  }

  func ask(override name: String) { _ = state.withLock { $0.overrides.insert(name) } }

  func askForSecret(_ key: String) { _ = state.withLock { $0.secretKeys.insert(key) } }

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
