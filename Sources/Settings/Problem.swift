/// What is wrong in the configuration, where, and how to mend it.
public struct Problem: Error, Hashable, Sendable {
  /// Whether the daemon may start all the same.
  public enum Severity: String, Sendable { case error, warning }

  /// The number people search for; it never changes its meaning.
  public let code: Code

  /// What is wrong, in one line.
  public let message: String

  /// Where it is wrong.
  public let place: Place

  /// What is allowed, or what was tried: stands behind the carets.
  public let hint: String?

  /// What to do about it: stands in a line of its own.
  public let help: String?

  /// Notes that `message` holds at `place`.
  public init(
    _ code: Code, _ message: String, at place: Place, hint: String? = nil, help: String? = nil
  ) {
    self.code = code
    self.message = message
    self.place = place
    self.hint = hint
    self.help = help
  }

  /// Whether it stops the daemon from starting.
  public var severity: Severity { code.severity }

  /// The file it is in.
  public var file: String { place.name }

  /// Its line, counted from 1; nil if it is not in a text.
  public var line: Int? { place.span?.line }

  /// Its column, counted from 1 in Unicode scalars; nil if it is not in a text.
  public var column: Int? { place.span?.column }

  /// The line it is in, with secrets masked.
  public var sourceLine: String? { place.span?.sourceLine }
}

extension Problem {
  /// Where a value came from.
  public struct Place: Hashable, Sendable {
    /// The file, or the environment's variable.
    public let name: String

    /// The stretch of the file; nil for an environment's variable or a file as a whole.
    public let span: Span?

    /// A place in the text of `name`, or `name` as a whole.
    public init(_ name: String, _ span: Span? = nil) {
      self.name = name
      self.span = span
    }
  }

  /// A stretch of one line, counted from 1 in Unicode scalars.
  public struct Span: Hashable, Sendable {
    public let line: Int
    public let column: Int
    public let length: Int
    public let sourceLine: String

    /// `length` scalars from `column` on in `sourceLine`, which is the file's line number `line`.
    public init(line: Int, column: Int, length: Int, sourceLine: String) {
      self.line = line
      self.column = max(1, column)
      self.length = max(1, length)
      self.sourceLine = sourceLine
    }
  }
}
