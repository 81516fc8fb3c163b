import AdapterKit
import JSON
import Settings

/// A call as it goes over the wire: JSON, or a form when it brings the bytes of files.
///
/// In a stored call `attach://f0` stands for the first file; a file that Telegram has already goes
/// by the name that it has there.
struct CallBody {
  let body: TransferRequest.Body
  /// Bytes of files.
  let size: Int64

  init(_ call: BotCall, _ files: [ReadyFile]) {
    var references: [String: String] = [:]
    var uploads: [(name: String, file: StoredFile)] = []
    for (number, ready) in files.enumerated() {
      if let reference = ready.reference {
        references["attach://f\(number)"] = reference
      } else {
        uploads.append((name: "f\(number)", file: ready.file))
      }
    }
    let parameters = call.parameters.map { member in
      JSONMember(member.name, Self.named(member, references))
    }
    size = uploads.reduce(0) { $0 + max($1.file.size, 0) }
    guard !uploads.isEmpty else {
      let text = JSONFragment.object { $0.members(parameters) }
      body = .bytes(text.bytes, contentType: "application/json")
      return
    }
    body = .form(
      parameters.compactMap(Self.field) + uploads.map { Self.field($0.name, $0.file) })
  }

  /// A call that brings our certificate as a file; a string of one does not work.
  static func form(_ call: BotCall, _ certificate: Certificate) -> TransferRequest.Body {
    .form(
      call.parameters.compactMap(Self.field) + [
        FormPart(
          "certificate", .bytes(certificate.bytes), fileName: "certificate.pem",
          contentType: "application/x-pem-file")
      ])
  }

  /// A parameter with Telegram's names of the files that it speaks of; words of people stay as they
  /// are.
  private static func named(_ member: JSONMember, _ names: [String: String]) -> JSONFragment {
    guard !names.isEmpty, let view = try? member.value.parsed() else { return member.value }
    if MediaKind(rawValue: member.name) != nil, let name = view.string.flatMap({ names[$0] }) {
      return JSONFragment { $0.value(name) }
    }
    guard member.name == "media" else { return member.value }
    if view.kind == .object { return renamed(view, names) }
    return JSONFragment { writer in
      writer.array { for item in view.elements { $0.value(renamed(item, names)) } }
    }
  }

  private static func renamed(_ item: JSONView, _ names: [String: String]) -> JSONFragment {
    .object { writer in
      for (name, value) in item.members {
        writer.name(dynamic: name)
        if name == "media", let known = value.string.flatMap({ names[$0] }) {
          writer.value(known)
        } else {
          writer.value(value)
        }
      }
    }
  }

  /// Text as it is, everything else as JSON.
  private static func field(_ member: JSONMember) -> FormPart? {
    guard let name = WireText(member.name) else { return nil }
    let text = (try? member.value.parsed())?.string
    return FormPart(name, .bytes(text.map { Array($0.utf8) } ?? member.value.bytes))
  }

  private static func field(_ name: String, _ file: StoredFile) -> FormPart {
    FormPart(
      WireText(name) ?? "file", .file(file.path),
      fileName: WireText(file.name.replacing("\"", with: "'")) ?? "file",
      contentType: WireText(file.mimeType) ?? "application/octet-stream")
  }
}
