import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Testing
import VKAdapter

@Suite struct PlanTests {
  private func administered() throws -> VKAdapter {
    try VKAdapter.shop("user_token: ${cred:vk_user_token}\n")
  }

  private func parameters(_ part: Part) throws -> JSONView {
    try part.request.parsed()["parameters"]
  }

  @Test func anAnswerOnTheBoardBeginsWithAMention() throws {
    let quote = DeliveryRef(
      PlatformData(Platform(rawValue: "vk")) {
        $0.member("kind", "board_comment")
        $0.member("reply_to_comment_id", "3")
      })

    let part = try VKAdapter.comment(
      in: "board", 38_446_232, by: try administered(), quoting: quote)

    #expect(try parameters(part)["message"].string == "[post3|#3], Да")
  }

  @Test(arguments: [
    ("wall", "wall.editComment", "wall.deleteComment", "post_id"),
    ("board", "board.editComment", "board.deleteComment", "topic_id"),
    ("photo", "photos.editComment", "photos.deleteComment", nil),
    ("video", "video.editComment", "video.deleteComment", nil),
    ("market", "market.editComment", "market.deleteComment", nil),
  ])
  func anAdministratorChangesComments(
    _ family: String, _ editing: String, _ deleting: String, _ thing: String?
  ) throws {
    let adapter = try administered()
    let dialog = Dialog.Address(
      kind: family, ids: ["-222000111", "77"], dialogType: .wallComments, chatID: "-222000111_77")
    var known = VKAdapter.known()
    known.keys = [MessageKey(space: "\(family)-222000111_77", id: "21")]
    let operations: [(String, Outgoing.Operation)] = [
      (editing, .edit(known, OutgoingMessage("Нет"))), (deleting, .delete(known)),
    ]

    for (method, operation) in operations {
      let plan = try adapter.plan(Outgoing("6931", in: dialog, operation), as: adapter.identity)
      let part = try #require(plan.parts.first)
      let call = try part.request.parsed()
      #expect(call["method"].string == method)
      #expect(call["parameters"]["comment_id"].string == "21")
      #expect(part.repeats == .areHarmless)
      if let thing { #expect(call["parameters"][member: thing].string == "77") }
      let isOurs = method == "board.deleteComment"
      #expect(call["right"].string == (isOurs ? "community" : "administrator"))
      #expect(part.bounds.contains(.method("user_token")) != isOurs)
    }
  }

  /// What FIELDS §10 says of each kind of place, without and with an administrator's token.
  @Test(arguments: [
    ("private", "yes yes 86400 86400 yes yes yes no", "yes yes 86400 86400 yes yes yes no"),
    ("chat", "yes yes 86400 86400 yes yes yes yes", "yes yes 86400 86400 yes yes yes yes"),
    ("wall", "yes yes needs needs no no no no", "yes yes yes yes no no no no"),
    ("board", "needs needs needs yes no no no no", "yes yes yes yes no no no no"),
    ("photo", "needs needs needs needs no no no no", "yes yes yes yes no no no no"),
    ("market", "needs needs needs needs no no no no", "yes yes yes yes no no no no"),
  ])
  func abilitiesAreThoseOfTheTable(
    _ kind: String, _ alone: String, _ administered: String
  ) throws {
    let abilities: [Ability] = [
      .send, .quote, .edit, .delete, .react, .typing, .answerPress, .pin,
    ]
    for (adapter, expected) in [
      (try VKAdapter.shop(), alone), (try self.administered(), administered),
    ] {
      let place = adapter.abilities.place(
        of: Dialog.Address(kind: kind, ids: ["1"], dialogType: .privateChat, chatID: "1"))
      let grants = abilities.map { ability in
        switch place.grant(ability) {
        case .yes: "yes"
        case .no: "no"
        case .needs: "needs"
        case .within(let limit): "\(limit.components.seconds)"
        }
      }
      #expect(grants.joined(separator: " ") == expected)
    }
  }

  @Test func whatIsGrantedIsPlannedAndWhatIsNotIsRefused() throws {
    let adapter = try VKAdapter.shop()
    for (kind, ids) in [
      ("private", ["500100200"]), ("chat", ["2000000003"]), ("wall", ["-222000111", "77"]),
      ("board", ["-222000111", "77"]), ("photo", ["-222000111", "77"]),
    ] {
      let dialog = Dialog.Address(
        kind: kind, ids: ids, dialogType: .privateChat, chatID: ids.joined(separator: "_"))
      let space = ids.count == 1 ? ids[0] : kind + ids.joined(separator: "_")
      var known = VKAdapter.known()
      known.keys = [MessageKey(space: space, id: "21")]
      let operations: [(Ability, Outgoing.Operation)] = [
        (.send, .message(OutgoingMessage("Да"))), (.edit, .edit(known, OutgoingMessage("Нет"))),
        (.delete, .delete(known)), (.react, .react(known, emoji: "👍")), (.typing, .typing(.text)),
        (.markRead, .read(upTo: known)), (.pin, .pin(known, isSilent: false)),
        (.stopPoll, .stopPoll(known)),
      ]
      for (ability, operation) in operations {
        let isGranted: Bool
        switch adapter.abilities.place(of: dialog).grant(ability) {
        case .yes, .within: isGranted = true
        case .no, .needs: isGranted = false
        }
        let plan = try? adapter.plan(Outgoing("6931", in: dialog, operation), as: adapter.identity)
        #expect((plan != nil) == isGranted, "\(ability) in \(kind)")
      }
    }
  }

  @Test func theEmptyAnswerToAPressIsThatOfItsExpectation() async throws {
    let golden = try #require(
      GoldenCase.all(in: "Cases/Received").first { $0.description == "message_event" })
    let adapter = try VKAdapter.shop()
    let reading = try adapter.drafts(from: golden.payload(), as: adapter.identity)
    guard case .event(let press)? = reading.drafts.first else {
      Issue.record("no event")
      return
    }
    let expected = try #require(press.expects)
    let plan = try adapter.plan(
      Outgoing("6931", in: VKAdapter.conversation(500_100_200), .answer(expected, Answer())),
      as: adapter.identity)
    let transport = ScriptedTransport(.json(#"{"response":1}"#))

    let receipt = try await adapter.send(
      try #require(expected.otherwise), with: [], over: transport)

    #expect(expected.patience == .seconds(5))
    #expect(plan.parts == [expected.otherwise])
    #expect(receipt.messages.isEmpty)
    #expect(
      transport.requests.first?.bodyText.hasPrefix(
        "event_id=5bba1af2abf1&user_id=500100200&peer_id=500100200&v=") == true)
  }

  @Test func callbackDataThatVKPromisesToTakeFitsHoweverItIsSpelt() throws {
    let most = try #require(VKAdapter.shop().abilities.places.first?.limits.longestCallbackData)
    for character in ["a", "\"", "\\", "я"] {
      var button = Button("Да")
      button.callbackData = String(
        repeating: character, count: most / character.utf8.count)
      var message = OutgoingMessage("?")
      message.buttons = [button]
      #expect(throws: Never.self) { try VKAdapter.planned(.message(message)) }
    }
  }

  /// Calls that make no message name none.
  @Test func onlyWhatMakesAMessageHasAReceipt() async throws {
    let known = VKAdapter.known(158)
    for operation: Outgoing.Operation in [
      .edit(known, OutgoingMessage("Нет")), .react(known, emoji: "👍"), .read(upTo: known),
      .typing(.text), .delete(known),
    ] {
      let receipt = try await VKAdapter.shop().send(
        try VKAdapter.planned(operation), with: [],
        over: ScriptedTransport(.json(#"{"response":1}"#)))
      #expect(receipt.messages.isEmpty)
    }
  }
}

@Suite struct AnswerSoundnessTests {
  /// Whatever VK answers, a call ends with a receipt or a failure.
  @Test func mutatedAnswersNeverTrap() async throws {
    let originals = [
      #"{"response":[{"peer_id":500100200,"message_id":5157,"conversation_message_id":158}]}"#,
      #"{"response":[{"peer_id":1,"error":{"code":901,"description":"No"}}]}"#,
      #"{"error":{"error_code":911,"error_msg":"No","request_params":[{"key":"v","value":"5"}]}}"#,
      #"{"response":{"count":1,"items":[{"conversation_message_id":1,"random_id":2,"date":3}]}}"#,
      #"{"response":{"upload_url":"https://pu.vk.ru/a"}}"#,
      #"{"server":856132,"photo":"[{\"photo\":\"1\"}]","hash":"e0b7","file":"1"}"#,
      #"{"response":[{"id":457239017,"owner_id":-222000111,"access_key":"6f1d"}]}"#,
      #"{"response":{"type":"doc","doc":{"id":7,"owner_id":-222000111,"title":"a"}}}"#,
    ].map { Array($0.utf8) }
    let adapter = try VKAdapter.shop()
    let part = try VKAdapter.text()
    let file = StoredFile(path: "/nowhere", size: 4, sha256: "", name: "", mimeType: "\r\n")
    let ready = ReadyFile(FileUse("a", as: "doc@1"), file)
    for mutant in JSONMutants(of: originals, count: 4_000, seed: 11) {
      let answer = ScriptedTransport.Answer.response(TransferResponse(status: 200, body: mutant))
      let three = [answer, answer, answer]
      _ = try? await adapter.send(part, with: [], over: ScriptedTransport(three))
      _ = try? await adapter.upload(ready, for: part, over: ScriptedTransport(three))
      _ = try? await adapter.lookUp(
        part, in: VKAdapter.conversation(1), triedAt: Timestamp(seconds: 1),
        over: ScriptedTransport(three))
    }
  }

  /// Whatever stands in the store, sending it ends with a failure.
  @Test func mutatedPartsNeverTrap() async throws {
    var message = OutgoingMessage(RichText("Да", spans: [.init(.link(url: "https://a.b"), 0..<2)]))
    message.buttons = [Button("Да")]
    let original = try VKAdapter.planned(.message(message))
    let adapter = try VKAdapter.shop()
    for mutant in JSONMutants(of: [original.request.bytes], count: 4_000, seed: 12) {
      guard (try? JSONDocument(parsing: mutant)) != nil else { continue }
      var part = original
      part.request = JSONFragment(trusted: mutant)
      let answer = ScriptedTransport.Answer.json(#"{"error":{"error_code":911}}"#)
      _ = try? await adapter.send(part, with: [], over: ScriptedTransport(answer))
      for loss in [Degradation.formattingPlain, .buttonsNumbered, .quoteDropped] {
        _ = adapter.part(part, with: loss)
      }
    }
  }
}
