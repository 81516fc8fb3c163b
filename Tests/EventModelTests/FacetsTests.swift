import EventModel
import JSON
import Testing

struct FacetsTests {
  @Test func aFacetIsReadThroughItsKey() throws {
    var facets = Facets()
    facets.set(ButtonClick { $0.callbackData = "confirm_order" }, for: .buttonClick)

    #expect(try facets[.buttonClick]?.callbackData == "confirm_order")
    #expect(try facets[.reaction]?.emoji == nil)
    #expect(facets.names == ["button_click"])
  }

  @Test func aNullIsCarriedAndReadsAsNothing() throws {
    var facets = Facets()
    facets["reaction"] = JSONFragment { $0.null() }

    #expect(try facets[.reaction] == nil)
    #expect(facets.names == ["reaction"])
  }

  @Test func aWrongShapeSaysWhere() throws {
    var facets = Facets()
    facets["reaction"] = JSONFragment(trusted: Array(#"{"asset":{"label":5}}"#.utf8))

    let error = #expect(throws: FacetError.self) { try facets[.reaction] }
    #expect(error?.description == "/reaction/asset/label: is no string")
  }

  @Test func changingOnePartKeepsWhatNobodyHereKnows() throws {
    var facets = Facets()
    let text = #"{"emoji":"👍","new":null,"asset":{"label":"a","sound":[1.50]},"id":"5"}"#
    facets["reaction"] = JSONFragment(trusted: Array(text.utf8))

    try facets.update(.reaction) {
      $0.asset?.label = "b"
      $0.id = nil
      $0.messageID = "7"
    }

    let expected = #"{"emoji":"👍","new":null,"asset":{"label":"b","sound":[1.5]},"message_id":"7"}"#
    #expect(facets["reaction"]?.bytes == Array(expected.utf8))
  }

  @Test func anUntouchedFacetKeepsItsText() throws {
    var facets = Facets()
    let text = JSONFragment(trusted: Array(#"{ "id" : "5", "new": 1 }"#.utf8))
    facets["reaction"] = text

    try facets.update(.reaction) { $0.id = "5" }

    #expect(facets["reaction"] == text)
  }
}
