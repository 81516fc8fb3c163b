import EventModel
import Foundation
import JSON
import Testing

/// What we write is what the schemas allow, by a validator that is not ours.
@Suite(.serialized) struct SchemaTests {
  @Test func theSchemasAndTheDocumentsFitEachOther() throws {
    try Python.run("check.py", ["reference"])
  }

  @Test func whatIsCarriedIsTheSameOutsideSwift() throws {
    try inFolder { folder in
      let events = try folder.write(EventPage<Event>(from: try Reference.read("events.json")))
      let dialogs = try folder.write(DialogPage<Dialog>(from: try Reference.read("dialogs.json")))
      var pairs = [Reference.path("events.json"), events, Reference.path("dialogs.json"), dialogs]
      for name in Reference.examples {
        let view = try Reference.read("examples/\(name)")
        let isEvent = name.hasPrefix("event")
        pairs += [
          Reference.path("examples/\(name)"),
          try isEvent ? folder.write(Event(from: view)) : folder.write(Dialog(from: view)),
        ]
      }

      try Python.run("same.py", pairs)
      try Python.run("check.py", ["pages", events, dialogs])
    }
  }

  @Test func theComparisonSeesASpelling() throws {
    try inFolder { folder in
      let one = try folder.write(JSONValue.number("1"))
      let float = try folder.write(JSONValue.number("1.0"))

      #expect(throws: Python.Failure.self) { try Python.run("same.py", [one, float]) }
    }
  }

  @Test func eventsOfOurMakingAreValid() throws {
    try inFolder { folder in
      let files = try [Made.message(), Made.press(), Made.failedReply()].map {
        try folder.write($0)
      }

      try Python.run("check.py", ["event"] + files)
    }
  }

  @Test func dialogsOfOurMakingAreValid() throws {
    try inFolder { folder in
      let files = try [Made.vkDialog(), Made.topic(), Made.thread()].map { try folder.write($0) }

      try Python.run("check.py", ["dialog"] + files)
    }
  }

  @Test func pagesOfOurMakingAreValid() throws {
    try inFolder { folder in
      let channel = Channel(
        id: Made.channel, name: "Shop", platform: "tg", externalID: "@shop", isActive: true)
      let items = [try Made.message()]
      let pages = [
        EventPage(
          items, channel: channel, paging: .offset(total: 1, from: 0, size: 50), queryTime: 0.4),
        EventPage(items, channel: nil, paging: .cursor(next: "c", hasMore: true), queryTime: 1),
        EventPage(
          items, channel: nil, paging: .searchCursor(next: nil, hasMore: false), queryTime: 1),
      ]
      let dialogs = DialogPage([try Made.topic()], created: false, canCreateMore: true)

      let files = try pages.map { try folder.write($0) } + [folder.write(dialogs)]
      for file in files { try Python.run("check.py", ["pages", file]) }
    }
  }

  @Test func theValidatorSeesAFault() throws {
    try inFolder { folder in
      var event = try Made.message()
      event.id = "not hexadecimal"
      let file = try folder.write(event)

      #expect(throws: Python.Failure.self) { try Python.run("check.py", ["event", file]) }
    }
  }

  private func inFolder(_ body: (Folder) throws -> Void) throws {
    let folder = Folder()
    try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder.url) }
    try body(folder)
  }
}

/// A folder for what is handed to a script.
private struct Folder {
  let url = FileManager.default.temporaryDirectory.appending(path: "channeld-\(UUID().uuidString)")

  /// Gives the path of a file with the value's text.
  func write(_ value: some JSONWritable) throws -> String {
    let file = url.appending(path: "\(UUID().uuidString).json")
    try Data(JSONWriter.bytes(of: value)).write(to: file)
    return file.path
  }
}
