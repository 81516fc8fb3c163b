import JSON
import NIOHTTP1

/// A form of a browser, with all that a hostile one may say.
struct Form: Sendable {
  private(set) var bytes: [UInt8] = []

  static let type = ("Content-Type", "multipart/form-data; boundary=xyzzy")

  init() {}

  /// A form of one file.
  init(file content: [UInt8], named name: String = "a.bin", type: String? = nil) {
    add("file", content, fileName: name, type: type)
    end()
  }

  mutating func add(
    _ name: String, _ content: [UInt8], fileName: String? = nil, type: String? = nil
  ) {
    var head = "--xyzzy\r\nContent-Disposition: form-data; name=\"\(name)\""
    if let fileName { head += "; filename=\"\(fileName)\"" }
    if let type { head += "\r\nContent-Type: \(type)" }
    bytes += Array("\(head)\r\n\r\n".utf8) + content + Array("\r\n".utf8)
  }

  mutating func end() { bytes += Array("--xyzzy--\r\n".utf8) }
}

extension Client {
  func upload(
    _ form: Form, _ headers: [(String, String)] = []
  ) async throws -> Answer {
    try await ask(.POST, "/v1/attachments", [Form.type] + headers, body: form.bytes)
  }

  /// The identifier of a file that is uploaded.
  func attachment(
    of content: [UInt8], named name: String = "a.bin", type: String? = nil
  ) async throws -> String {
    let answer = try await upload(Form(file: content, named: name, type: type))
    guard answer.status == 201, let id = try answer.json["id"].string else { throw NoAnswer() }
    return id
  }
}
