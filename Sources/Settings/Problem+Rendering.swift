extension Problem {
  /// The problem for people: what, where, the line with carets under the place, and the way out.
  public func rendered(color: Bool = false) -> String {
    let paint = Paint(isOn: color)
    let title = paint(severity == .error ? .red : .yellow, "\(severity)[\(code.rawValue)]")
    var lines = [title + paint(.bold, ": \(Visible(message))")]
    let margin = String(repeating: " ", count: "\(line ?? 0)".count)
    let address = [file, line.map(String.init), column.map(String.init)].compactMap(\.self)
    lines.append("\(margin)\(paint(.blue, "-->")) \(Visible(address.joined(separator: ":")))")
    lines += snippet(margin: margin, paint)
    if let help { lines.append("\(margin) \(paint(.blue, "=")) help: \(Visible(help))") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func snippet(margin: String, _ paint: Paint) -> [String] {
    guard let span = place.span else {
      return hint.map { ["\(margin) \(paint(.blue, "=")) \(Visible($0))"] } ?? []
    }
    let bar = paint(.blue, "|")
    let window = Window(around: span)
    let carets = String(repeating: "^", count: window.length)
    let note = ([carets] + [hint].compactMap(\.self).map { "\(Visible($0))" }).joined(
      separator: " ")
    let indent = String(repeating: " ", count: window.indent)
    return [
      "\(margin) \(bar)",
      "\(paint(.blue, "\(span.line)")) \(bar) \(window.text)",
      "\(margin) \(bar) \(indent)\(paint(severity == .error ? .red : .yellow, note))",
    ]
  }
}

extension Sequence<Problem> {
  /// All problems for people, and how many there are.
  public func rendered(color: Bool = false) -> String {
    map { $0.rendered(color: color) + "\n" }.joined() + summary + "\n"
  }

  /// `2 errors, 1 warning`
  public var summary: String {
    let errors = count { $0.severity == .error }
    let warnings = count { $0.severity == .warning }
    let counts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }
    if counts.isEmpty { return "no problems" }
    return counts.map { "\($0) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: ", ")
  }
}

/// Colours for terminals.
private struct Paint {
  enum Style: String {
    case bold = "1"
    case red = "1;31"
    case yellow = "1;33"
    case blue = "1;34"
  }

  let isOn: Bool

  func callAsFunction(_ style: Style, _ text: String) -> String {
    isOn ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}

/// Text that cannot steer a terminal nor turn the direction of a line: what is not meant to be
/// seen is shown as `�`, and each tab as one space.
private struct Visible: CustomStringConvertible {
  let description: String

  init(_ text: some StringProtocol) {
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: text.unicodeScalars.map(Self.visible))
    description = String(scalars)
  }

  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar == "\t" { return " " }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return "\u{FFFD}"
    default: return scalar
    }
  }
}

/// The part of a line that is shown, and where in it the carets stand.
private struct Window {
  private static let widest = 160
  private static let before = 60

  let text: String
  let indent: Int
  let length: Int

  init(around span: Problem.Span) {
    let scalars = Array(span.sourceLine.unicodeScalars)
    let column = Swift.min(span.column - 1, scalars.count)
    let start = scalars.count <= Self.widest ? 0 : Swift.max(0, column - Self.before)
    let shown = scalars[start...].prefix(Self.widest)
    let opening = start > 0 ? "…" : ""
    let ending = shown.endIndex < scalars.count ? "…" : ""

    text = opening + "\(Visible(String(String.UnicodeScalarView(shown))))" + ending
    let lead = scalars[start..<column]
    indent = opening.count + Self.width(lead)
    length = Swift.max(1, Self.width(shown[column...].prefix(span.length)))
  }

  /// How many columns of a terminal the scalars take, as far as can be known without its font.
  private static func width(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
    scalars.reduce(0) { sum, scalar in
      let properties = scalar.properties
      switch properties.generalCategory {
      case .nonspacingMark, .enclosingMark: return sum
      default: return sum + (properties.isEmojiPresentation ? 2 : 1)
      }
    }
  }
}
