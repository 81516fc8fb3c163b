import Settings

/// A configuration in a test: its text, and all that is around it.
struct Sketch {
  var text: String
  var environment: [String: String] = [:]
  var files: [String: Files.File] = [:]

  init(_ text: String) { self.text = text }

  /// What is wrong once `read` has asked for what it wants.
  func problems(_ read: (inout SettingsReader) -> Void) -> [Problem] {
    file(read).problems
  }

  /// The same in short: number, place, message.
  func complaints(_ read: (inout SettingsReader) -> Void) -> [String] {
    problems(read).map { problem in
      let place = [problem.line, problem.column].compactMap(\.self).map(String.init)
      return "\(problem.code.rawValue) \(place.joined(separator: ":")) \(problem.message)"
    }
  }

  /// The configuration after `read` has had it.
  @discardableResult
  func file(_ read: (inout SettingsReader) -> Void) -> SettingsFile {
    let file = SettingsFile.parse(
      text, name: "/etc/channeld/channeld.yaml", environment: environment, files: .of(files))
    _ = file.read { reader -> Bool? in
      read(&reader)
      return true
    }
    return file
  }
}

extension Files {
  /// A file system that holds nothing but `files`, by path.
  static func of(_ files: [String: File]) -> Files {
    Files(
      read: { (path, limit) throws(Failure) in
        guard let file = files[path] else { throw .missing }
        guard file.bytes.count <= limit else { throw .tooLarge(limit: limit) }
        return file
      },
      names: { (folder) throws(Failure) in
        let names = files.keys.filter { $0.hasPrefix(folder + "/") }
          .map { String($0.dropFirst(folder.count + 1)) }
        guard !names.isEmpty else { throw .missing }
        return names
      })
  }
}

extension Files.File {
  init(_ text: String, mode: UInt32 = 0o600) { self.init(bytes: Array(text.utf8), mode: mode) }
}
