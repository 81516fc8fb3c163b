import AdapterKit
import EventModel
import MIME

/// What stands in a letter of ours behind its headers, up to the files.
struct LetterBody {
  let text: String
  /// The same, as it looks; nil when it is plain.
  let html: String?
  /// Names the borders between parts: the same for ever from the same event, and in no other text.
  let event: EventID
  let hasFiles: Bool

  /// Between the text and the files; nil without files.
  var border: String? { hasFiles ? "=_channeld_\(event.rawValue)_files" : nil }

  private var innerBorder: String { "=_channeld_\(event.rawValue)_text" }

  /// The headers of the content and the content, up to where the files follow.
  var spelled: String {
    guard let border else { return content }
    return """
      Content-Type: multipart/mixed;\r
       boundary="\(border)"\r
      \r
      --\(border)\r
      \(content)
      """
  }

  private var content: String {
    guard let html else { return Self.leaf("plain", text) }
    return """
      Content-Type: multipart/alternative;\r
       boundary="\(innerBorder)"\r
      \r
      --\(innerBorder)\r
      \(Self.leaf("plain", text))\r
      --\(innerBorder)\r
      \(Self.leaf("html", html))\r
      --\(innerBorder)--\r

      """
  }

  private static func leaf(_ subtype: String, _ text: String) -> String {
    let body = LetterWriting.body(text)
    return "Content-Type: text/\(subtype); charset=utf-8\r\n"
      + "Content-Transfer-Encoding: \(body.encoding)\r\n\r\n"
      + String(decoding: body.bytes, as: UTF8.self)
  }

  /// The files behind the text, and the end of the letter.
  static func ending(_ files: [StoredFile], behind border: String) throws(SendFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    for file in files {
      bytes += Array("\r\n--\(border)\r\n".utf8)
      bytes += Array(PartWriting.fileHeader(name: file.name, contentType: file.mimeType).utf8)
      bytes += PartWriting.base64(try file.bytes())
    }
    return bytes + Array("\r\n--\(border)--\r\n".utf8)
  }
}
