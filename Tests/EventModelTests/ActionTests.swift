import EventModel
import JSON
import Testing

struct ActionTests {
  @Test func everyWordOfTheWireIsHistoryOrState() {
    #expect(ActionType.history.count == 45)
    #expect(ActionType.state.count == 13)
    #expect(ActionType.history.isDisjoint(with: ActionType.state))
    #expect(ActionType.messageEdited.isState && !ActionType.messageEdited.isHistory)
    #expect(!ActionType("hologram_projected").isHistory)
  }

  @Test func anActionGivesItsNameTargetAndBlock() throws {
    let action = Action.reactionAdded(Reaction { $0.emoji = "👍" })

    #expect(action.type == .reactionAdded)
    #expect(action.defaultTarget == .message)
    #expect(action.facet == JSONMember("reaction", .object { $0.member("emoji", "👍") }))
  }

  @Test func aPressNamesItsLogicalKeyByItself() throws {
    let facet = try #require(Action.buttonClicked(ButtonClick()).facet)

    #expect(try facet.value.parsed()["event_key"].string == "events.interaction.button_click")
  }

  @Test func moneyIsAStateOfBilling() {
    let action = Action.billingChanged(Payment { $0.currency = "XTR" })

    #expect(action.type == .stateChanged)
    #expect(action.defaultTarget == .billing)
    #expect(action.facet?.name == "payment")
  }
}
