import EventModel
import Foundation
import JSON
import Testing

/// Both reference documents and all examples come back as they went in.
struct DocumentTests {
  @Test func theEventsDocumentComesBackEqual() throws {
    let document = JSONValue(try Reference.read("events.json"))

    #expect(try document.carried(as: EventPage<Event>.self).sorted == document.sorted)
  }

  @Test func theDialogsDocumentComesBackEqual() throws {
    let document = JSONValue(try Reference.read("dialogs.json"))

    #expect(try document.carried(as: DialogPage<Dialog>.self).sorted == document.sorted)
  }

  @Test(arguments: Reference.examples) func anExampleComesBackEqual(_ name: String) throws {
    let example = JSONValue(try Reference.read("examples/\(name)"))

    let carried =
      try name.hasPrefix("event")
      ? example.carried(as: Event.self) : example.carried(as: Dialog.self)
    #expect(carried.sorted == example.sorted)
  }

  @Test func membersThatNobodyHereKnowsAreCarriedAtAnyDepth() throws {
    let events = JSONValue(try Reference.read("events.json")).withStrangers
    let dialogs = JSONValue(try Reference.read("dialogs.json")).withStrangers

    #expect(try events.carried(as: EventPage<Event>.self).sorted == events.sorted)
    #expect(try dialogs.carried(as: DialogPage<Dialog>.self).sorted == dialogs.sorted)
  }

  @Test func theEventKeepsTheOrderOfTheReferenceDocument() throws {
    let event = try Reference.event()

    let written = try JSONValue(event).carried(as: Event.self)
    #expect(written == JSONValue(event))
  }

  @Test func aWordFromTomorrowGoesThrough() throws {
    var event = try Event(from: try Reference.event())
    event.timeline.action = "hologram_projected"

    let again = try Event(from: try JSONFragment { $0.value(event) }.parsed())
    #expect(again.timeline.action == "hologram_projected")
    #expect(again == event)
  }

  @Test func aNullGivesWayToWhatIsKnownLater() throws {
    let text = #"{"id":"a","type":"lead","profile":{"first_name":null,"avatar_url":null}}"#
    var sender = try Sender(from: try JSONDocument(parsing: Array(text.utf8)).root)
    sender.profile?.firstName = "Anna"

    let written = String(decoding: JSONWriter.bytes(of: sender), as: UTF8.self)
    #expect(
      written == #"{"id":"a","type":"lead","profile":{"first_name":"Anna","avatar_url":null}}"#)
  }

  @Test func aMissingMemberIsNamedByItsPlace() throws {
    let text = #"{"id":"a","target_type":"message","target_id":"1","sender":{"id":"b"}}"#
    let view = try JSONDocument(parsing: Array(text.utf8)).root

    let error = #expect(throws: JSONMismatch.self) { try Event(from: view) }
    #expect(error?.description == "/sender/type: is missing")
  }

  @Test func otherCodersReadAndWriteTheSame() throws {
    let event = try Event(from: try Reference.event())

    let decoded = try JSONDecoder().decode(Event.self, from: try JSONEncoder().encode(event))
    #expect(decoded.scope == event.scope)
    #expect(decoded.sender == event.sender)
    #expect(try decoded.facets[.costs] == event.facets[.costs])
  }
}
