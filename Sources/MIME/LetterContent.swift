/// What a letter says, and the files it brings.
public struct LetterContent: Sendable {
  /// The text for people: of plain parts, else of HTML; empty when there is none.
  public let text: String
  public let files: [LetterFile]
  /// Whether text was longer than is read.
  public let isCut: Bool
}

/// A part that is no text of the letter.
public struct LetterFile: Sendable {
  public let part: BodyPart
  /// Cleaned; made of the type when the letter names none.
  public let name: String
  /// Its place as IMAP counts: `2`, `1.2`.
  public var section: String { part.section.isEmpty ? "1" : part.section }
}

extension Letter {
  /// Walks the tree and decodes the text; files are only named.
  public func content(limits: Limits = Limits()) -> LetterContent {
    var reader = ContentReader(limits)
    reader.walk(root)
    return reader.content
  }
}

/// Sorts the leaves of a letter into text and files.
private struct ContentReader {
  /// One stretch of text; an alternative has it twice.
  private struct Stretch {
    var plain: String?
    var html: String?

    /// A plain part that is only a stub of the HTML counts for nothing.
    var text: String {
      let written = plain ?? ""
      let shown = html.map(HTMLText.text) ?? ""
      let isStub = written.utf8.count < 40 && shown.utf8.count > 400
      return Visible.trimmed(written).isEmpty || isStub && !shown.isEmpty ? shown : written
    }
  }

  private let limits: Limits
  private var stretches: [Stretch] = []
  private var files: [LetterFile] = []
  private var isCut = false

  init(_ limits: Limits) { self.limits = limits }

  var content: LetterContent {
    let texts = stretches.map(\.text).filter { !Visible.trimmed($0).isEmpty }
    return LetterContent(text: texts.joined(separator: "\n"), files: files, isCut: isCut)
  }

  mutating func walk(_ part: BodyPart) {
    if part.mimeType == "multipart/alternative", !part.children.isEmpty {
      walkAlternative(part)
    } else if !part.children.isEmpty {
      for child in part.children { walk(child) }
    } else if let text = readText(part) {
      stretches.append(isHTML(part) ? Stretch(html: text) : Stretch(plain: text))
    } else {
      add(part)
    }
  }

  /// Of all that is the same, plain text and HTML become one stretch, files stay files.
  private mutating func walkAlternative(_ part: BodyPart) {
    var inner = ContentReader(limits)
    for child in part.children where !Self.unread.contains(child.mimeType) { inner.walk(child) }
    let plain = inner.stretches.compactMap(\.plain)
    let html = inner.stretches.compactMap(\.html)
    stretches.append(
      Stretch(
        plain: plain.isEmpty ? nil : plain.joined(separator: "\n"),
        html: html.isEmpty ? nil : html.joined(separator: "\n")))
    files += inner.files
    isCut = isCut || inner.isCut
  }

  /// Alternatives that nobody's client here shows.
  private static let unread: Set = ["text/watch-html", "text/x-amp-html"]

  private func isHTML(_ part: BodyPart) -> Bool { part.mimeType == "text/html" }

  /// The text of a leaf that is text of the letter; nil for a file.
  private mutating func readText(_ part: BodyPart) -> String? {
    let isText = part.mimeType == "text/plain" || isHTML(part) || part.isMultipart
    guard isText, !part.isAttachment, name(of: part) == nil || part.section.isEmpty else {
      return nil
    }
    return part.text(atMost: limits.largestText, isCut: &isCut)
  }

  private mutating func add(_ part: BodyPart) {
    files.append(LetterFile(part: part, name: name(of: part) ?? defaultName(of: part)))
  }

  private func name(of part: BodyPart) -> String? {
    let name = part.disposition.text("filename") ?? part.type.text("name")
    return name.flatMap { FileName.clean($0) }
  }

  private func defaultName(of part: BodyPart) -> String {
    switch part.mimeType {
    case "message/rfc822": return "message.eml"
    case "text/calendar": return "invite.ics"
    default: break
    }
    let kind = part.mimeType.split(separator: "/")
    let (type, subtype) = (kind.first ?? "file", kind.last ?? "bin")
    return "\(type).\(type == "application" ? "bin" : subtype == "plain" ? "txt" : subtype)"
  }
}
