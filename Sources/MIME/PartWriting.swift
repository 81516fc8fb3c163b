/// Spells the parts of a letter of several parts.
public enum PartWriting {
  /// The header of a file's part and the empty line behind it; the bytes follow in Base64.
  ///
  /// The name stands twice: for old readers in ASCII, and whole in the form of RFC 2231.
  public static func fileHeader(name: String, contentType: String) -> String {
    let name = FileName.clean(name) ?? "file"
    let type = isContentType(contentType) ? contentType : "application/octet-stream"
    let fallback = ascii(name)
    var header = "Content-Type: \(type)\r\nContent-Transfer-Encoding: base64\r\n"
    header += "Content-Disposition: attachment;\r\n filename=\"\(fallback)\""
    if fallback != name { header += extended(name) }
    return header + "\r\n\r\n"
  }

  /// Bytes as Base64 in lines of 76, each with its end.
  public static func base64(_ bytes: [UInt8]) -> [UInt8] { Base64.encode(bytes, isFolded: true) }

  /// `type/subtype` of plain letters, digits and `!#$&^_.+-` (RFC 6838 §4.2); parameters are not
  /// taken from strangers.
  static func isContentType(_ text: String) -> Bool {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    return halves.count == 2 && text.utf8.count <= 127
      && halves.allSatisfy { half in
        !half.isEmpty && half.utf8.allSatisfy { $0.isLetter || $0.isDigit || marks.contains($0) }
      }
  }

  private static let marks = Set("!#$&^_.+-".utf8)

  /// The name with an underscore for each character that is not plain.
  private static func ascii(_ name: String) -> String {
    String(
      name.map { character in
        guard let byte = character.asciiValue, (0x20...0x7E).contains(byte),
          character != "\"", character != "\\"
        else { return "_" }
        return character
      })
  }

  /// `filename*0*=UTF-8''…` in pieces that fit a line (RFC 2231 §3, §4.1).
  private static func extended(_ name: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var pieces: [String] = []
    var piece = "UTF-8''"
    for byte in name.utf8 {
      let isPlain = byte.isLetter || byte.isDigit || "-._".utf8.contains(byte)
      let spelled =
        isPlain
        ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      if piece.utf8.count + spelled.count > longestPiece {
        pieces.append(piece)
        piece = ""
      }
      piece += String(decoding: spelled, as: UTF8.self)
    }
    pieces.append(piece)
    if pieces.count == 1 { return ";\r\n filename*=\(piece)" }
    return pieces.enumerated().map { ";\r\n filename*\($0.offset)*=\($0.element)" }.joined()
  }

  private static let longestPiece = 58
}
