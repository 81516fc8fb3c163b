/// A file's name that is fit for every file system and every header, made of what a stranger
/// wrote.
package struct FileName: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  /// In bytes of UTF-8.
  package static let longest = 150

  /// Without folders, controls, invisible and turning characters, leading dots and names that
  /// Windows keeps for itself; cut before its extension. `file` when nothing is left.
  package init(_ foreign: String?) {
    let start = (foreign ?? "").prefix(Self.mostCharacters)
    let last = start.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
    let visible = String.UnicodeScalarView(last.unicodeScalars.compactMap(Self.kept))
    let bare = Self.withoutTail(Substring(visible.drop(while: Self.isEmpty)))
    let name = Self.withoutTail(Self.cut(bare))
    let stem = name.prefix { $0 != "." }.uppercased()
    let safe = Self.reserved.contains(stem) ? "_" + name : String(name)
    text = safe.isEmpty ? "file" : safe
  }

  package var description: String { text }

  private static let mostCharacters = 4096
  private static let longestExtension = 20

  private static let reserved: Set<String> = Set(
    ["CON", "PRN", "AUX", "NUL"] + (0...9).flatMap { ["COM\($0)", "LPT\($0)"] })

  /// A character as it stays; nil when it goes.
  private static func kept(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    if joiners.contains(scalar) { return scalar }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      nil
    case .spaceSeparator: " "
    default: forbidden.contains(scalar) ? "_" : scalar
    }
  }

  /// Persian words and families of emoji need them.
  private static let joiners: Set<Unicode.Scalar> = ["\u{200C}", "\u{200D}"]
  private static let forbidden: Set<Unicode.Scalar> = ["<", ">", ":", "\"", "|", "?", "*"]

  /// What no name begins or ends with.
  private static func isEmpty(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "." || scalar == " " || joiners.contains(scalar)
  }

  private static func withoutTail(_ name: Substring) -> Substring {
    let scalars = name.unicodeScalars
    guard let end = scalars.lastIndex(where: { !isEmpty($0) }) else { return "" }
    return Substring(scalars[...end])
  }

  /// Cut to its length between two characters, so that the extension stays.
  private static func cut(_ name: Substring) -> Substring {
    // One byte is kept for the underscore before a reserved name.
    let room = longest - 1
    guard name.utf8.count > room else { return name }
    var ending: Substring = ""
    if let dot = name.lastIndex(of: "."), name[dot...].utf8.count <= longestExtension {
      ending = name[dot...]
    }
    var stem = ""
    var left = room - ending.utf8.count
    for character in name.dropLast(ending.count) {
      left -= character.utf8.count
      if left < 0 { break }
      stem.append(character)
    }
    return withoutTail(stem[...]) + ending
  }
}
