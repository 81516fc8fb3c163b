/// A configuration that was loaded: one file, what `conf.d` adds to it, and the environment over
/// both.
///
/// ```swift
/// let file = SettingsFile.load(path: path, environment: environment)
/// guard let settings = file.read({ DaemonSettings(reading: &$0) }) else {
///   print(file.problems.rendered(color: isTerminal))
/// }
/// ```
public struct SettingsFile: Sendable {
  static let largest = 1 << 20
  static let mostAdditions = 256

  /// Every secret that was read, to be masked by its value in logs and error texts.
  public var mask: SecretMask { sources.findings.mask }

  /// Everything that is wrong, in the order of files and lines.
  public var problems: [Problem] { sources.findings.problems }

  /// The keys that were asked for and stand nowhere: their defaults hold.
  public var unset: [UnsetKey] { sources.findings.unset }

  private let root: Node
  private let sources: SettingsReader.Sources

  private init(_ root: Node, _ sources: SettingsReader.Sources) {
    self.root = root
    self.sources = sources
  }

  /// Loads the file at `path` and `conf.d/*.yaml` beside it, sorted by name.
  public static func load(
    path: String, environment: [String: String], files: Files = .ofSystem
  ) -> SettingsFile {
    let sources = sources(folder: Files.folder(of: path), environment, files)
    var root = node(path: path, files, sources.findings)
    for addition in additions(besides: path, files, sources.findings) {
      root = root.overlaid(by: node(path: addition, files, sources.findings))
    }
    return SettingsFile(root, sources)
  }

  /// Takes `text` for the file called `name`.
  public static func parse(
    _ text: String, name: String = "channeld.yaml", environment: [String: String] = [:],
    files: Files = .ofSystem
  ) -> SettingsFile {
    let sources = sources(folder: Files.folder(of: name), environment, files)
    return SettingsFile(node(Array(text.utf8), name: name, sources.findings), sources)
  }

  /// What `read` makes of the whole configuration; nil if it has any error.
  ///
  /// A text that could not be read is not asked for its keys: all of them would be missing.
  /// What stands in the environment under `CHANNELD_` and is asked for by nobody is a warning;
  /// whoever keeps other things there takes them out before loading.
  public func read<Value>(_ read: (inout SettingsReader) -> Value?) -> Value? {
    guard !sources.findings.hasErrors else { return nil }
    var reader = reader
    let value = read(&reader)
    reader.finish()
    sources.findings.noteUnused(sources.environment.keys)
    return sources.findings.hasErrors ? nil : value
  }

  /// A reader of the whole configuration, for who wants to finish it by hand.
  public var reader: SettingsReader {
    let entries = if case .mapping(let entries) = root.content { entries } else { [Node.Entry]() }
    return SettingsReader(entries, at: root.position, path: [], within: nil, sources)
  }
}

/// A key that some reader knows and a section does not have.
public struct UnsetKey: Hashable, Sendable {
  public let key: String
  /// Where its section begins, or the one around it that there is.
  public let line: Int?
}

extension SettingsFile {
  private static func sources(
    folder: String, _ environment: [String: String], _ files: Files
  ) -> SettingsReader.Sources {
    SettingsReader.Sources(
      findings: Findings(),
      secrets: SecretSource(folder: folder, environment: environment, files: files),
      environment: environment)
  }

  private static func additions(
    besides path: String, _ files: Files, _ findings: Findings
  ) -> [String] {
    let folder = Files.path("conf.d", in: Files.folder(of: path))
    do throws(Files.Failure) {
      let names = try files.names(folder).filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }
      if names.count > mostAdditions {
        findings.note(
          Problem(.tooLarge, "more than \(mostAdditions) files", at: Problem.Place(folder)))
      }
      return names.sorted().prefix(mostAdditions).map { Files.path($0, in: folder) }
    } catch .missing {
      return []
    } catch {
      findings.note(
        Problem(.unreadable, "the folder \(error.predicate)", at: Problem.Place(folder)))
      return []
    }
  }

  private static func node(path: String, _ files: Files, _ findings: Findings) -> Node {
    do throws(Files.Failure) {
      return node(try files.read(path, largest).bytes, name: path, findings)
    } catch {
      let code: Problem.Code = if case .tooLarge = error { .tooLarge } else { .unreadable }
      findings.note(Problem(code, "the file \(error.predicate)", at: Problem.Place(path)))
      return nothing(in: path)
    }
  }

  private static func node(_ bytes: [UInt8], name: String, _ findings: Findings) -> Node {
    do throws(Problem) {
      let source = try SourceText(name: name, bytes: bytes)
      let root = try SafeYAML.read(source)
      guard case .mapping = root.content else {
        if root.isNothing { return nothing(in: name) }
        throw Problem(.wrongType, "the file must be a section of keys", at: root.place)
      }
      return Node(content: root.content, position: Position(source, line: 1, column: 1))
    } catch {
      findings.note(error)
      return nothing(in: name)
    }
  }

  private static func nothing(in name: String) -> Node {
    Node(content: .mapping([]), position: Position(named: name))
  }
}
