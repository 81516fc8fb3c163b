import Foundation
import JSON

/// The reference documents, the schemas and the examples, as they stand in the repository.
enum Reference {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Reference")

  /// The names of the example objects: `event-tg-start.json` …
  static let examples =
    (try? FileManager.default.contentsOfDirectory(
      atPath: folder.appending(path: "examples").path))?.sorted() ?? []

  static func path(_ name: String) -> String { folder.appending(path: name).path }

  static func read(_ name: String) throws -> JSONView {
    try JSONDocument(parsing: try Data(contentsOf: folder.appending(path: name))).root
  }

  /// One event with every block of the model.
  static func event() throws -> JSONView { try read("events.json")["items"].first }
}

extension JSONValue {
  /// The same with the members of every object in the order of their names.
  var sorted: JSONValue {
    switch self {
    case .object(let members):
      .object(members.map { Member($0.name, $0.value.sorted) }.sorted { $0.name < $1.name })
    case .array(let elements): .array(elements.map(\.sorted))
    default: self
    }
  }

  /// The same with members that nobody knows in every object.
  var withStrangers: JSONValue {
    switch self {
    case .object(let members):
      .object(
        members.map { Member($0.name, $0.value.withStrangers) }
          + [
            Member("x_new", ["a": [1, .number("0.85"), nil, "é\u{2028}\""]]), Member("x_null", nil),
          ])
    case .array(let elements): .array(elements.map(\.withStrangers))
    default: self
    }
  }

  /// The text, read as such a type and written again.
  func carried<Model: JSONModel>(as type: Model.Type) throws -> JSONValue {
    let view = try JSONDocument(parsing: JSONWriter.bytes(of: self)).root
    return try JSONValue(parsing: JSONWriter.bytes(of: try Model(from: view)))
  }
}
