import AdapterKit
import AdapterTesting
import EmailAdapter
import EventModel
import JSON
import MIME
import Testing

@Suite struct PlanTests {
  @Test(arguments: GoldenSend.all())
  func plansALetter(_ golden: GoldenSend) throws {
    try golden.check(adapter())
  }

  @Test func writesALetterThatReadsBackTheSame() throws {
    let adapter = try adapter()
    let text = "Деньги вернутся.\n.\nFrom Анна " + String(repeating: "длинно ", count: 500)
    var message = OutgoingMessage(text)
    message.subject = "Вопрос " + String(repeating: "о заказе ", count: 30) + "!"
    let dialog = try adapter.address(of: .person("Client@Example.com"))
    let plan = try adapter.plan(
      Outgoing("6931f0a2c3d4e5f601000009", in: dialog, .message(message)),
      as: adapter.identity)

    let part = try #require(plan.parts.first)
    let spelled = try #require(part.request.parsed()["letter"].string)
    let letter = Letter(Array(spelled.utf8))

    #expect(letter.content().text == text + "\n")
    #expect(letter.subject == message.subject)
    #expect(letter.messageID == "<6931f0a2c3d4e5f601000009@company.com>")
    #expect(letter.date == 0x6931_f0a2)
    #expect(letter.addresses("from").first?.name == "Поддержка")
    #expect(letter.addresses("to").map(\.address) == ["Client@example.com"])
    #expect(spelled.utf8.split(separator: 0x0A).allSatisfy { $0.count <= 998 })
    #expect(part.echo == .mark("<6931f0a2c3d4e5f601000009@company.com>"))
    #expect(part.repeats == .areSeen)
  }

  @Test func keepsTheRootAndTheNewestOfManyReferences() throws {
    let adapter = try adapter()
    var dialog = try adapter.address(of: .person("client@example.com"))
    dialog.members += [
      Dialog.Address.Member("subject", "Re: x", isInContext: false),
      Dialog.Address.Member("message_id", "<newest@example.com>", isInContext: false),
      Dialog.Address.Member(
        "references", (0..<100).map { "<letter-number-\($0)@example.com>" }, isInContext: false),
    ]
    let plan = try adapter.plan(
      Outgoing("e", in: dialog, .message(OutgoingMessage("x"))),
      as: adapter.identity)
    let spelled = try #require(plan.parts.first?.request.parsed()["letter"].string)
    let references = Letter(Array(spelled.utf8)).references

    #expect(references.first == "<letter-number-0@example.com>")
    #expect(references.last == "<newest@example.com>")
    #expect((10..<50).contains(references.count))
    #expect(!spelled.contains("Date:"))
  }

  @Test func findsTheSameThreadByAnEventsSourceContext() throws {
    let adapter = try adapter()
    let inbound = try place(
      """
      {"direction":"inbound","kind":"email_thread","data_email":{"from":"Client@example.com",
       "to":"support@company.com","message_id":"<b@x>","thread_id":"<a@x>"}}
      """)
    let outbound = try place(
      """
      {"direction":"outbound","kind":"email_thread","data_email":{"from":"support@company.com",
       "to":"client@example.com","message_id":"<c@x>","thread_id":"<a@x>"}}
      """)

    #expect(try adapter.address(of: inbound).ids == adapter.address(of: outbound).ids)
    #expect(try adapter.address(of: inbound).userID == "client@example.com")
    #expect(try adapter.address(of: outbound).userID == "client@example.com")
  }

  @Test(arguments: ["", "nobody", "a@b@c", "a b@c.d", "a@b>\r\nRCPT TO:<e@x.y", "<a@b.c>"])
  func refusesAPersonWhoHasNoAddress(_ text: String) throws {
    let adapter = try adapter()

    #expect(throws: Refusal.self) { try adapter.address(of: .person(text)) }
  }

  @Test func aFormattedTextHasBothForms() throws {
    let adapter = try adapter()
    var message = OutgoingMessage(RichText("Счёт <готов>", spans: [.init(.bold, 0..<4)]))
    message.subject = "x"
    let plan = try adapter.plan(
      Outgoing("e", in: try adapter.address(of: .person("client@example.com")), .message(message)),
      as: adapter.identity)

    let spelled = try #require(plan.parts.first?.request.parsed()["letter"].string)
    let leaves = Letter(Array(spelled.utf8)).root.children
    #expect(leaves.map(\.mimeType) == ["text/plain", "text/html"])
    #expect(
      leaves.map { String(decoding: $0.decoded(), as: UTF8.self) } == [
        "Счёт <готов>\r\n", "<b>Счёт</b> &lt;готов&gt;\r\n",
      ])
  }

  @Test(arguments: [["nobody"], ["a@b.c\r\nBcc: d@e.f"], Array(repeating: "a@b.c", count: 51)])
  func refusesCopiesThatGoToNobody(_ copies: [String]) throws {
    let adapter = try adapter()
    var message = OutgoingMessage("x")
    message.subject = "x"
    message.copies = copies
    let dialog = try adapter.address(of: .person("client@example.com"))

    #expect(throws: Refusal.self) {
      try adapter.plan(Outgoing("e", in: dialog, .message(message)), as: adapter.identity)
    }
  }

  private func place(_ json: String) throws -> RequestedPlace {
    .sourceContext(try JSONDocument(parsing: Array(json.utf8)).root)
  }
}
