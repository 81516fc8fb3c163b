import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Testing
import VKAdapter

@Suite struct MendingTests {
  private func failure(_ part: Part, _ code: Int, _ words: String = "No") async -> SendFailure? {
    let answer = #"{"error":{"error_code":\#(code),"error_msg":"\#(words)"}}"#
    return await #expect(throws: SendFailure.self) {
      try await VKAdapter.shop().send(part, with: [], over: ScriptedTransport(.json(answer)))
    }
  }

  private func parameters(_ part: Part?) throws -> JSONView {
    try #require(part).request.parsed()["parameters"]
  }

  private func part(_ buttons: [Button], _ text: RichText = "?") throws -> Part {
    var message = OutgoingMessage(text)
    message.buttons = buttons
    return try VKAdapter.planned(.message(message))
  }

  @Test(arguments: [911, 912])
  func keysThatVKRefusesStandInTheText(_ code: Int) async throws {
    var yes = Button("Да")
    yes.callbackData = "yes"
    var page = Button("Сайт")
    page.url = "https://example.com"
    let part = try part([yes, page])

    let failure = await failure(part, code)
    guard case .without(let loss, _) = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    let mended = try VKAdapter.shop().part(part, with: loss)
    let before = try parameters(part)
    let after = try parameters(mended)

    #expect(loss == .buttonsNumbered)
    #expect(after["message"].string == "?\n\n1. Да\nСайт: https://example.com")
    #expect(!after["keyboard"].exists)
    #expect(after["random_id"].string == before["random_id"].string)
    #expect(mended?.echo == part.echo)
    #expect(try VKAdapter.shop().part(try #require(mended), with: loss) == nil)
  }

  @Test func linksAloneAreToldAsLinks() async throws {
    var page = Button("Сайт")
    page.url = "https://example.com"

    let failure = await failure(try part([page]), 911)

    #expect(failure?.summary == "without(buttons=text-links, delivery.platform_error)")
  }

  @Test func keysThatDoNotFitIntoTheTextGo() async throws {
    var yes = Button("Да")
    yes.callbackData = "yes"
    let full = RichText(String(repeating: "я", count: 4096))
    let part = try part([yes], full)

    let failure = await failure(part, 911)
    let mended = try VKAdapter.shop().part(part, with: .buttonsDropped)

    #expect(failure?.summary == "without(buttons=dropped, delivery.platform_error)")
    #expect(try parameters(mended)["message"].string == full.plain)
    #expect(try !parameters(mended)["keyboard"].exists)
  }

  @Test func formattingThatVKRefusesBecomesPlain() async throws {
    let text = RichText(
      "Жми сюда", spans: [.init(.bold, 0..<3), .init(.link(url: "https://example.com/a"), 4..<8)])
    let part = try VKAdapter.text(text)

    let failure = await failure(
      part, 100, "One of the parameters specified was missing or invalid: format_data is invalid")
    let mended = try VKAdapter.shop().part(part, with: .formattingPlain)

    #expect(failure?.summary == "without(formatting=plain, delivery.platform_error)")
    #expect(try parameters(part)["format_data"].exists)
    #expect(try parameters(mended)["message"].string == "Жми сюда (https://example.com/a)")
    #expect(try !parameters(mended)["format_data"].exists)
    #expect(
      await self.failure(try #require(mended), 100, "format_data")?.summary
        == "rejected(delivery.platform_error)")
  }

  @Test func aMessageThatCannotBeQuotedIsNotQuoted() async throws {
    var message = OutgoingMessage("Да")
    message.quote = DeliveryRef(
      PlatformData(Platform(rawValue: "vk")) {
        $0.member("kind", "peer")
        $0.member("reply_to_message_id", "412")
      })
    let part = try VKAdapter.planned(.message(message))

    let failure = await failure(part, 921)
    let mended = try VKAdapter.shop().part(part, with: .quoteDropped)

    #expect(failure?.summary == "without(quote=dropped, delivery.platform_error)")
    #expect(try !parameters(mended)["forward"].exists)
    #expect(await self.failure(try #require(mended), 921)?.decision == "rejected")
  }

  @Test func whatIsForwardedIsNotDropped() async throws {
    let part = try VKAdapter.planned(.forward(.init([VKAdapter.known(150)])))

    #expect(await failure(part, 921)?.decision == "rejected")
    #expect(try VKAdapter.shop().part(part, with: .quoteDropped) == nil)
  }

  @Test func thereIsNothingToDoWithoutInAPlainText() throws {
    let part = try VKAdapter.text()

    for loss in [Degradation.formattingPlain, .buttonsNumbered, .quoteDropped, .albumSplit] {
      #expect(try VKAdapter.shop().part(part, with: loss) == nil)
    }
    #expect(try VKAdapter.shop().part(part, movedTo: VKAdapter.conversation(1)) == nil)
  }
}

extension VKAdapter {
  fileprivate static func text(_ text: RichText) throws -> Part {
    try self.text(to: 500_100_200, text)
  }
}
