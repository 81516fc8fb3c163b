import EventModel

/// Buttons as lines of text, for a place that has none.
///
/// A button that leads somewhere becomes `Text: URL`; every other one `1. Text`, so that its number
/// can be answered. All stand in their order.
public struct ButtonText: Hashable, Sendable {
  /// One line each; empty when there are no buttons.
  public let lines: RichText
  /// What to say of it: `buttons=text-links`, `buttons=numbered`.
  public let degradations: [String]

  public init(_ buttons: [Button]) {
    var lines = RichText("")
    var numbered = 0
    for button in buttons {
      if !lines.isEmpty { lines.append("\n") }
      if let url = button.url {
        lines.append(Self.link(Self.caption(of: button), to: url))
      } else {
        numbered += 1
        lines.append("\(numbered). \(Self.caption(of: button))")
      }
    }
    self.lines = lines
    degradations =
      (numbered < buttons.count ? ["buttons=text-links"] : [])
      + (numbered > 0 ? ["buttons=numbered"] : [])
  }

  private static func link(_ caption: String, to url: String) -> RichText {
    let link = RichText(url).formatted(as: .link(url: url))
    return caption.isEmpty || caption == url ? link : RichText("\(caption): ") + link
  }

  /// In one line.
  private static func caption(of button: Button) -> String {
    button.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension RichText {
  /// The text with a paragraph below it.
  public func followed(by paragraph: RichText) -> RichText {
    if isEmpty || paragraph.isEmpty { return isEmpty ? paragraph : self }
    return self + "\n\n" + paragraph
  }
}
