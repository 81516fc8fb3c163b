/// Finds the secrets the configuration refers to: `${cred:NAME}`, `${file:PATH}`, `${env:NAME}`.
struct SecretSource: Sendable {
  /// Where a reference leads.
  private enum Reference {
    case credential(String)
    case file(String)
    case variable(String)
  }

  /// Why there is no secret.
  struct Failure: Error {
    let code: Problem.Code
    let message: String
    let hint: String?
    let help: String?

    init(_ code: Problem.Code, _ message: String, hint: String? = nil, help: String? = nil) {
      self.code = code
      self.message = message
      self.hint = hint
      self.help = help
    }

    func problem(at place: Problem.Place) -> Problem {
      Problem(code, message, at: place, hint: hint, help: help)
    }
  }

  static let largest = 64 << 10

  /// The folder of the configuration file, from which relative paths lead.
  let folder: String
  let environment: [String: String]
  let files: Files

  /// The secret that `text` refers to, or else is.
  func secret(_ text: String) throws(Failure) -> Secret {
    switch try reference(in: text) {
    case nil: try Self.secret(text, called: "the secret")
    case .credential(let name): try credential(name)
    case .file(let path): try secret(inFile: path)
    case .variable(let name): try secret(inVariable: name)
    }
  }

  private func reference(in text: String) throws(Failure) -> Reference? {
    guard text.contains("${") else { return nil }
    guard text.hasPrefix("${"), text.hasSuffix("}") else {
      throw Failure(.malformedReference, "a reference to a secret stands alone in its value")
    }
    let parts = text.dropFirst(2).dropLast().split(
      separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.count == 2 ? String(parts[1]) : ""
    switch parts.first {
    case "cred" where Self.isFileName(name): return .credential(name)
    case "env" where Self.isVariableName(name): return .variable(name)
    case "file" where !name.isEmpty && !name.utf8.contains(0): return .file(name)
    default:
      throw Failure(
        .malformedReference, "no reference to a secret",
        hint: "write ${cred:NAME}, ${file:PATH} or ${env:NAME}")
    }
  }

  private func credential(_ name: String) throws(Failure) -> Secret {
    guard let folder = environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty else {
      throw Failure(
        .secretNotFound, "credential \"\(name)\" not found",
        hint: "$CREDENTIALS_DIRECTORY is not set",
        help: "start it by systemd with  \(Self.unitLine(name)), or use ${file:PATH} or ${env:NAME}"
      )
    }
    for candidate in [name, "secret_\(name)"] {
      let file: Files.File
      do throws(Files.Failure) {
        file = try files.read(Files.path(candidate, in: folder), Self.largest)
      } catch .missing {
        continue
      } catch {
        throw Failure(
          .secretUnfit, "credential \"\(name)\" \(error.predicate)", hint: "in \(folder)")
      }
      return try secret(file.bytes, called: "credential \"\(name)\"")
    }
    throw Failure(
      .secretNotFound, "credential \"\(name)\" not found",
      hint: "looked in $CREDENTIALS_DIRECTORY (\(folder))",
      help: "add to the unit  \(Self.unitLine(name))")
  }

  private func secret(inFile path: String) throws(Failure) -> Secret {
    let path = Files.path(path, in: folder)
    let file: Files.File
    do throws(Files.Failure) {
      file = try files.read(path, Self.largest)
    } catch .missing {
      throw Failure(.secretNotFound, "secret file not found", hint: "looked at \(path)")
    } catch {
      throw Failure(.secretUnfit, "secret file \(error.predicate)", hint: path)
    }
    guard file.mode & 0o007 == 0 else {
      throw Failure(
        .secretUnfit, "secret file is open to everybody on this machine", hint: path,
        help: "chmod o= \(path)")
    }
    return try secret(file.bytes, called: "the secret in \(path)")
  }

  private func secret(inVariable name: String) throws(Failure) -> Secret {
    guard let text = environment[name] else {
      throw Failure(.secretNotFound, "environment variable \"\(name)\" is not set")
    }
    return try Self.secret(text, called: "$\(name)")
  }

  private func secret(_ bytes: [UInt8], called name: String) throws(Failure) -> Secret {
    guard var text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.secretUnfit, "\(name) is not UTF-8 text")
    }
    // A line break at the end is the editor's, not the secret's; "\r\n" is one Character.
    if text.last == "\n" || text.last == "\r\n" { text.removeLast() }
    return try Self.secret(text, called: name)
  }

  /// A control character would end a header or a protocol line where the secret is sent.
  private static func secret(_ text: String, called name: String) throws(Failure) -> Secret {
    guard let secret = Secret(text) else { throw Failure(.secretUnfit, "\(name) is empty") }
    guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw Failure(.secretUnfit, "\(name) holds a control character or a second line")
    }
    return secret
  }

  private static func unitLine(_ name: String) -> String {
    "LoadCredential=\(name):/etc/channeld/secrets/\(name)"
  }

  private static func isFileName(_ name: String) -> Bool {
    !name.isEmpty && name.first != "."
      && name.utf8.allSatisfy { isWordByte($0) || $0 == 45 || $0 == 46 }
  }

  private static func isVariableName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy(isWordByte)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

extension Files.Failure {
  /// Continues a sentence that begins with the file.
  var predicate: String {
    switch self {
    case .missing: "does not exist"
    case .isFolder: "is a folder"
    case .isNoFile: "is no regular file"
    case .tooLarge(let limit): "is larger than \(limit) bytes"
    case .unreadable(let reason): "can't be read: \(reason)"
    }
  }
}
