import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Testing

@testable import TelegramAdapter

struct PlanTests {
  @Test(arguments: GoldenSend.all())
  func plans(_ golden: GoldenSend) throws { try golden.check(try Bot.adapter()) }

  @Test func everyPartOfALongTextFits() throws {
    let text = String(repeating: "👍🏽 слово. ", count: 3000)
    var message = OutgoingMessage(text)
    var button = Button("Да")
    button.callbackData = "yes"
    message.buttons = [button]
    let outgoing = Outgoing("1", in: Address.person("501001001"), .message(message))

    let plan = try Bot.adapter().plan(outgoing, as: Bot.identity)

    let calls = try plan.parts.map { try $0.request.parsed()["parameters"] }
    #expect(calls.count > 5)
    #expect(calls.allSatisfy { ($0["text"].string ?? "").utf16.count <= 4096 })
    #expect(calls.dropLast().allSatisfy { !$0["reply_markup"].exists })
    #expect(calls.last?["reply_markup"].exists == true)
  }

  /// Whatever source context the adapter writes leads back to the dialog it named.
  @Test(arguments: GoldenCase.all())
  func aSourceContextLeadsBackToItsDialog(_ golden: GoldenCase) throws {
    let adapter = try Bot.adapter()
    guard let reading = try? adapter.drafts(from: golden.payload(), as: Bot.identity) else {
      return
    }
    for case .event(let draft) in reading.drafts where draft.externalMessageID != nil {
      guard let context = draft.place.sourceContext,
        case .address(let dialog)? = draft.links.dialog.last,
        dialog.kind != "guest"
      else { continue }

      let view = try JSONFragment { $0.value(context) }.parsed()

      #expect(try adapter.address(of: .sourceContext(view)) == dialog)
    }
  }

  @Test(arguments: ["", "0", "-5", "anna_p", "99999999999999999999"])
  func aPersonIsANumber(_ id: String) throws {
    #expect(throws: Refusal.self) { try Bot.adapter().address(of: .person(id)) }
  }
}
