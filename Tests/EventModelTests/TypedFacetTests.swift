import EventModel
import JSON
import Testing

/// Every block of the reference documents has a type, and no type drops a member.
struct TypedFacetTests {
  @Test func everyBlockOfAnEventIsDescribed() throws {
    let event = try Event(from: try Reference.event())

    try check(.buttonClick, in: event.facets)
    try check(.tool, in: event.facets)
    try check(.costs, in: event.facets)
    try check(.messageInteractions, in: event.facets)
    try check(.status, in: event.facets)
    try check(.ai, in: event.facets)
    try check(.typing, in: event.facets)
    try check(.timer, in: event.facets)
    try check(.triggerContext, in: event.facets)
    try check(.moderation, in: event.facets)
    try check(.broadcast, in: event.facets)
    try check(.reaction, in: event.facets)
    try check(.pollAnswer, in: event.facets)
    try check(.pollVote, in: event.facets)
    try check(.chatChange, in: event.facets)
    try check(.error, in: event.facets)
    try check(.hierarchy, in: event.facets)
    try check(.generation, in: event.facets)
    try check(.search, in: event.facets)
    #expect(event.facets.names.count == 19)
  }

  @Test func everyBlockOfADialogIsDescribed() throws {
    let dialog = try Dialog(from: try Reference.read("dialogs.json")["dialogs"].first)

    try check(.metadata, in: dialog.facets)
    try check(.displayInfo, in: dialog.facets)
    try check(.agent, in: dialog.facets)
    #expect(
      dialog.facets.names.filter { !$0.hasPrefix("dc_") }
        == ["metadata", "display_info", "agent"])
  }

  @Test func ourOwnBlockIsDescribed() throws {
    let event = try Event(from: try Reference.read("examples/event-tg-payment.json"))

    try check(.payment, in: event.facets)
  }

  private func check<Value>(_ key: FacetKey<Value>, in facets: Facets) throws {
    let text = try #require(facets[key.name], "no \(key.name)")
    let value = try #require(try facets[key])

    let again = JSONValue(try JSONCoder.encode(value).parsed())
    #expect(again.sorted == JSONValue(try text.parsed()).sorted, "\(key.name)")
  }
}
