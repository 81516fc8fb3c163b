import JSON
import ProgramTesting

/// What a bot does and hears, as data that every player reads; the file says how.
struct Script: Sendable {
  static let folder = "Tests/EndToEndTests/Script"

  private let whole: JSONValue

  init(_ name: String) throws {
    whole = try JSONValue(parsing: Array(SourceTree.text("\(Self.folder)/\(name)").utf8))
  }

  var steps: [JSONValue] { whole["steps"]?.elements ?? [] }
  var bytes: [UInt8] { JSONWriter.bytes(of: whole) }

  /// The script without the last step of each of those kinds.
  func without(last kinds: [String]) -> Script {
    var steps = steps
    for kind in kinds {
      let index = steps.lastIndex { $0["do"]?.string == kind }
      if let index { steps.remove(at: index) }
    }
    guard case .object(let members) = whole else { return self }
    return Script(
      .object(members.map { $0.name == "steps" ? .init("steps", .array(steps)) : $0 }))
  }

  private init(_ whole: JSONValue) { self.whole = whole }
}
