import ProgramTesting

/// A file of Swift, as the house rules look at it.
struct SwiftSource: Sendable {
  /// From the root of the tree.
  let path: String
  let text: String
  /// The text without its comments, line by line.
  let code: [Substring]
  /// The text without comments and without what stands in quotes, line by line.
  let skeleton: [Substring]

  init(_ path: String, _ text: String) {
    self.path = path
    self.text = text
    let lexer = SwiftLexer(text)
    code = Self.lines(lexer.code)
    skeleton = Self.lines(lexer.skeleton)
  }

  /// The folder of its target: `JSON`, `VK`.
  var target: String { String(path.split(separator: "/")[1]) }

  var isOfAnAdapter: Bool { path.hasPrefix("Adapters/") }

  var imports: Set<String> {
    Set(
      skeleton.compactMap { line in
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "import"), place < words.count - 1 else {
          return nil
        }
        return words[place + 1].split(separator: ".").first.map(String.init)
      })
  }

  /// Everything but tests: what is built into a product, and what helps tests.
  static let ours = read(below: "Sources") + adapters.filter { !$0.isTest }

  static let tests = read(below: "Tests") + adapters.filter(\.isTest)

  private static let adapters = read(below: "Adapters")

  private var isTest: Bool { path.contains("/Tests/") }

  private static func lines(_ bytes: [UInt8]) -> [Substring] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
  }

  private static func read(below folder: String) -> [SwiftSource] {
    do {
      return try SourceTree.files(below: folder, endingIn: ".swift")
        .map { SwiftSource($0, try SourceTree.text($0)) }
    } catch {
      fatalError("the source tree cannot be read: \(error)")
    }
  }
}
