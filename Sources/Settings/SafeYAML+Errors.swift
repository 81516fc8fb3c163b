import Yams

extension SafeYAML {
  /// What the parser complains of, in our terms.
  func problem(_ error: YamlError) -> Problem {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      syntaxProblem(problem, context: context, at: mark)
    case .duplicatedKeysInMapping(let keys, let context):
      duplicate(keys.first ?? "", firstAt: context.mark)
    default:
      Problem(.syntax, "not valid YAML: \(error)", at: Problem.Place(source.name))
    }
  }

  private func syntaxProblem(
    _ problem: String, context: YamlError.Context?, at mark: Mark
  ) -> Problem {
    let place = source.place(line: mark.line, column: mark.column)
    let hint = context.map { "\($0.text) from \($0.mark) on" }
    return Problem(
      .syntax, "not valid YAML: \(problem)", at: place, hint: hint,
      help: source.beginsWithTab(mark.line) ? "indent with spaces: YAML forbids tabs there" : nil)
  }

  /// Yams names the key and its first place; the second one is what must go.
  private func duplicate(_ key: String, firstAt mark: Mark) -> Problem {
    let place =
      source.secondPlace(ofKey: key, after: mark.line, column: mark.column)
      ?? source.place(line: mark.line, column: mark.column, of: key)
    return Problem(
      .duplicateKey, "key \"\(key)\" stands twice in one section", at: place,
      hint: "first at line \(mark.line)")
  }
}

extension SourceText {
  fileprivate func beginsWithTab(_ line: Int) -> Bool {
    guard line >= 1, line <= lines.count else { return false }
    return lines[line - 1].drop { $0 == " " }.first == "\t"
  }

  /// Where `key:` stands for the second time in the section whose first one is at a place: later
  /// in the same line, or below it at the same column before the section ends.
  fileprivate func secondPlace(ofKey key: String, after line: Int, column: Int) -> Problem.Place? {
    guard line >= 1, line <= lines.count else { return nil }
    let firstLine = Array(lines[line - 1].unicodeScalars)
    for start in firstLine.indices.dropFirst(column) where isKey(key, in: firstLine, at: start) {
      return place(line: line, column: start + 1)
    }
    for number in lines.indices.dropFirst(line) {
      let scalars = Array(lines[number].unicodeScalars)
      guard let indent = scalars.firstIndex(where: { $0 != " " }) else { continue }
      if indent < column - 1, scalars[indent] != "#" { return nil }
      if indent == column - 1, isKey(key, in: scalars, at: indent) {
        return place(line: number + 1, column: column)
      }
    }
    return nil
  }

  private func isKey(_ key: String, in line: [Unicode.Scalar], at start: Int) -> Bool {
    if start > 0, !" ,{".unicodeScalars.contains(line[start - 1]) { return false }
    return [key, "\"\(key)\"", "'\(key)'"].contains { written in
      line[start...].starts(with: written.unicodeScalars)
        && line[start...].dropFirst(written.unicodeScalars.count).drop { $0 == " " }.first == ":"
    }
  }
}
