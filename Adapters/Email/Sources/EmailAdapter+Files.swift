import AdapterKit
import JSON
import MIME

/// What `Attachment.source` of a letter's file consists of.
enum FileSource {
  /// The part's place as IMAP counts: `2`, `1.2`.
  static let section: StaticString = "section"
}

extension EmailAdapter: FileCarrying {
  package func file(
    _ source: JSONFragment, in payload: Payload
  ) throws(PayloadError) -> [UInt8] {
    let section: String?
    do throws(JSONError) {
      section = try source.parsed()[member: "section"].string
    } catch {
      section = nil
    }
    guard let section else {
      throw PayloadError("wrong_shape", "the file's source names no part")
    }
    let files = Letter(payload.body).content().files
    guard let file = files.first(where: { $0.section == section }) else {
      throw PayloadError("no_such_part", "the letter as it is kept has no such part")
    }
    return file.part.decoded()
  }
}
