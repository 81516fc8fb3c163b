import EventModel
import Foundation
import JSON
import ProgramTesting
import Testing

/// What we write is what the schemas allow, by a validator that is not ours.
@Suite(.serialized) struct SchemaTests {
  @Test func theSchemasAndTheDocumentsFitEachOther() async throws {
    try await Schemas.check("reference")
  }

  @Test func whatIsCarriedIsTheSameOutsideSwift() async throws {
    try await inFolder { folder in
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

      try await Schemas.run("same.py", pairs)
      try await Schemas.check("pages", [events, dialogs])
    }
  }

  @Test func theComparisonSeesASpelling() async throws {
    try await inFolder { folder in
      let one = try folder.write(JSONValue.number("1"))
      let float = try folder.write(JSONValue.number("1.0"))

      await #expect(throws: Command.Failure.self) {
        try await Schemas.run("same.py", [one, float])
      }
    }
  }

  @Test func eventsOfOurMakingAreValid() async throws {
    try await inFolder { folder in
      let files = try [Made.message(), Made.press(), Made.failedReply()].map {
        try folder.write($0)
      }

      try await Schemas.check("event", files)
    }
  }

  @Test func dialogsOfOurMakingAreValid() async throws {
    try await inFolder { folder in
      let files = try [Made.vkDialog(), Made.topic(), Made.thread()].map { try folder.write($0) }

      try await Schemas.check("dialog", files)
    }
  }

  @Test func pagesOfOurMakingAreValid() async throws {
    try await inFolder { folder in
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
      for file in files { try await Schemas.check("pages", [file]) }
    }
  }

  @Test func theValidatorSeesAFault() async throws {
    try await inFolder { folder in
      var event = try Made.message()
      event.id = "not hexadecimal"
      let file = try folder.write(event)

      await #expect(throws: Command.Failure.self) { try await Schemas.check("event", [file]) }
    }
  }

  private func inFolder(_ body: (ScratchFolder) async throws -> Void) async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    try await body(folder)
  }
}

extension ScratchFolder {
  /// Gives the path of a file with the value's text.
  fileprivate func write(_ value: some JSONWritable) throws -> String {
    try file("\(UUID().uuidString).json", holding: JSONWriter.bytes(of: value))
  }
}
