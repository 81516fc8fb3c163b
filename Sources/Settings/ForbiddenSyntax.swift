/// Finds the first thing in a YAML text that is not read, before the parser would expand it.
///
/// It looks at where lines and values begin, and knows just enough of quotes, comments and block
/// text to tell the `*` of an alias from one in a sentence. What it might miss, `SafeYAML` sees in
/// the nodes; what it is there for is the exact place, and that nothing is expanded.
struct ForbiddenSyntax {
  private enum State: Equatable {
    /// Where a value may begin.
    case start
    /// Within a plain value, or behind a quoted one.
    case value
    /// Within quotes, which may go over several lines.
    case quoted(Unicode.Scalar)
  }

  /// Text behind `|` or `>`: the lines that are indented more than what they belong to.
  private struct BlockText {
    let parent: Int
    var indent: Int?

    mutating func holds(lineIndentedBy count: Int) -> Bool {
      if let indent { return count >= indent }
      indent = count
      return count > parent
    }
  }

  private let source: SourceText
  private var state = State.start
  private var blockText: BlockText?
  private var flowDepth = 0
  private var hasBegun = false
  private var hasEnded = false

  /// Within a line: the column of what a value would belong to, and of the latest word.
  private var parent = -1
  private var word = 0

  /// What is not read and stands first in the text; nil if all of it may be read.
  static func first(in source: SourceText) -> Problem? {
    var scan = ForbiddenSyntax(source: source)
    for (number, line) in source.lines.enumerated() {
      if let problem = scan.look(at: Array(line.unicodeScalars), number: number + 1) {
        return problem
      }
    }
    return nil
  }

  private init(source: SourceText) { self.source = source }

  private mutating func look(at line: [Unicode.Scalar], number: Int) -> Problem? {
    guard let indent = line.firstIndex(where: { $0 != " " }) else { return nil }
    var index = 0
    switch state {
    case .quoted: break
    case .start, .value:
      if blockText?.holds(lineIndentedBy: indent) == true { return nil }
      blockText = nil
      if let problem = lookAtDocument(line, number) { return problem }
      if flowDepth == 0 { state = .start }
      index = line.starts(with: "---".unicodeScalars) ? 3 : indent
      parent = indent - 1
    }
    while index < line.count {
      switch step(line, &index) {
      case .goOn: continue
      case .skipLine: return nil
      case .refuse(let what): return refusal(of: what, number, index + 1)
      }
    }
    return nil
  }

  /// The marks that begin and end documents stand at the start of a line.
  private mutating func lookAtDocument(_ line: [Unicode.Scalar], _ number: Int) -> Problem? {
    let mark = String(String.UnicodeScalarView(line.prefix(3)))
    let isMark = line.count == 3 || (line.count > 3 && line[3] == " ")
    if line.first == "%", !hasBegun { return refusal(of: "directives", number, 1) }
    if mark == "...", isMark {
      hasEnded = true
      return nil
    }
    if line.first(where: { $0 != " " }) == "#" { return nil }
    if hasEnded || (hasBegun && mark == "---" && isMark) {
      return refusal(of: "second documents", number, 1)
    }
    hasBegun = true
    return nil
  }

  private enum Step {
    case goOn
    case skipLine
    case refuse(String)
  }

  private mutating func step(_ line: [Unicode.Scalar], _ index: inout Int) -> Step {
    let scalar = line[index]
    let isAlone = index + 1 == line.count || isBlank(line[index + 1])
    let isFirst = index == 0 || isBlank(line[index - 1])
    if scalar == "#", isFirst, state == .start || state == .value { return .skipLine }
    switch state {
    case .quoted(let quote):
      passQuoted(line, &index, until: quote)
      return .goOn
    case .start:
      return begin(with: scalar, isAlone: isAlone, at: &index, of: line)
    case .value:
      passValue(scalar, isAlone: isAlone, at: index, of: line)
    }
    index += 1
    return .goOn
  }

  private mutating func passQuoted(
    _ line: [Unicode.Scalar], _ index: inout Int, until quote: Unicode.Scalar
  ) {
    let isEscape = quote == "\"" && line[index] == "\\"
    let isDoubled = quote == "'" && line[index...].starts(with: "''".unicodeScalars)
    if isEscape || isDoubled {
      index += 2
    } else {
      if line[index] == quote { state = .value }
      index += 1
    }
  }

  private mutating func begin(
    with scalar: Unicode.Scalar, isAlone: Bool, at index: inout Int, of line: [Unicode.Scalar]
  ) -> Step {
    switch scalar {
    case "&": return .refuse("anchors")
    case "*": return .refuse("aliases")
    case "!": return .refuse("tags")
    case "|", ">":
      guard flowDepth == 0 else { break }
      let digit = line[index...].prefix { $0 != " " }.compactMap { Int(String($0)) }.first
      blockText = BlockText(parent: parent, indent: digit.map { max(parent, 0) + $0 })
      return .skipLine
    case "?" where isAlone: return .refuse("complex keys")
    case "-", ":":
      if isAlone { parent = index } else { state = .value }
    case "[", "{": flowDepth += 1
    case "]", "}": close()
    case "\"", "'": state = .quoted(scalar)
    case " ", "\t", ",": break
    default: state = .value
    }
    if state != .start { word = index }
    index += 1
    return .goOn
  }

  private mutating func passValue(
    _ scalar: Unicode.Scalar, isAlone: Bool, at index: Int, of line: [Unicode.Scalar]
  ) {
    let isInFlow = flowDepth > 0
    let isAfterQuote = index > 0 && (line[index - 1] == "\"" || line[index - 1] == "'")
    switch scalar {
    case ":" where isAlone || (isInFlow && isAfterQuote):
      state = .start
      parent = word
    case "," where isInFlow: state = .start
    case "[" where isInFlow, "{" where isInFlow:
      flowDepth += 1
      state = .start
    case "]" where isInFlow, "}" where isInFlow: close()
    default: break
    }
  }

  private func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

  private mutating func close() {
    flowDepth = max(0, flowDepth - 1)
    state = .value
  }

  private func refusal(of what: String, _ line: Int, _ column: Int) -> Problem {
    let isWord = ["anchors", "aliases", "tags"].contains(what)
    return Problem(
      .outsideSubset, "\(what) are not read", at: source.place(line: line, column: column),
      help: isWord ? "put it in quotes if it is text" : nil)
  }
}
