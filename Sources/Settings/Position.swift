/// Where a value was found: enough to make a `Problem.Place` of, should it be needed.
///
/// Making one looks at the line; doing so for each value would cost their number times the length
/// of a line.
struct Position: Sendable {
  private let name: String
  private let source: SourceText?
  private let line: Int
  private let column: Int
  private let text: String?

  /// Something as a whole: a file, a variable.
  init(named name: String) {
    self.name = name
    (source, line, column, text) = (nil, 0, 0, nil)
  }

  /// A line and column, at which `text` is expected.
  init(_ source: SourceText, line: Int, column: Int, text: String? = nil) {
    name = source.name
    self.source = source
    self.line = line
    self.column = column
    self.text = text
  }

  /// Whether it stands in a file.
  var isInText: Bool { source != nil }

  /// The line, from 1, of what stands in a file.
  var lineNumber: Int? { isInText ? line : nil }

  var place: Problem.Place {
    source?.place(line: line, column: column, of: text) ?? Problem.Place(name)
  }
}
