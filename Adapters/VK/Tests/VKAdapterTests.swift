import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Testing
import VKAdapter

@Suite struct VKAdapterTests {
  @Test(arguments: GoldenCase.all(in: "Cases/Received"))
  func normalises(_ golden: GoldenCase) throws { try golden.check(.shop()) }

  @Test(arguments: GoldenSend.all(in: "Cases/Sent"))
  func plans(_ golden: GoldenSend) throws { try golden.check(VKAdapter.shop()) }

  @Test func keepsTheContractOfAdapters() throws {
    let contract = try AdapterContract(VKAdapter.shop(), secrets: VKAdapter.secrets)

    try contract.garbageIsUnreadable()
    try contract.anEmptyObjectSaysNothing()
    try contract.limitsArePositive()
    try contract.secretsAreNotPrinted()
  }

  @Test func twentyThousandMutantsNeverTrap() throws {
    let originals = try GoldenCase.all(in: "Cases/Received").map { try $0.payload().body }
    let contract = try AdapterContract(VKAdapter.shop(), secrets: VKAdapter.secrets)

    contract.nothingTraps(JSONMutants(of: originals, count: 20_000, seed: 7))
  }

  @Test func bothTransportsClaimTheSame() throws {
    let adapter = try VKAdapter.shop()
    let cases = GoldenCase.all(in: "Cases/Received")
    let callback = try #require(cases.first { $0.description == "message_new" }).payload()
    let update = String(decoding: callback.body, as: UTF8.self)
      .replacing(",\"secret\":\"\(VKAdapter.callbackSecret)\"", with: "")
    let polled = Payload(
      channel: callback.channel, transport: "polling", receivedAt: callback.receivedAt,
      body: Array("{\"ts\":\"2\",\"updates\":[\(update)]}".utf8))

    let once = try adapter.drafts(from: callback, as: adapter.identity).drafts
    let again = try adapter.drafts(from: polled, as: adapter.identity).drafts

    #expect(once == again)
    #expect(once.count == 1)
  }

  @Test func leavesAloneWhatTheSettingsDoNotWant() throws {
    let adapter = try VKAdapter.made(
      from: VKAdapter.yaml + "objects: [wall]\n", credentials: VKAdapter.credentials)
    let message = try #require(
      GoldenCase.all(in: "Cases/Received").first { $0.description == "message_new" }
    ).payload()

    let reading = try adapter.drafts(from: message, as: adapter.identity)

    #expect(reading.drafts.isEmpty)
    #expect(reading.silence == "not_wanted:messages")
  }

  @Test func findsThePlaceThatACallerNames() throws {
    let adapter = try VKAdapter.shop()
    let context = try JSONDocument(
      parsing: Array(
        #"{"kind":"vk_wall_post_comment","data_vk":{"owner_id":-222000111,"post_id":77}}"#.utf8)
    ).root

    #expect(try adapter.address(of: .person("500100200")).chatID == "500100200")
    #expect(try adapter.address(of: .sourceContext(context)).ids == ["-222000111", "77"])
    for person in ["", "-5", "id5", "2000000001"] {
      #expect(throws: Refusal.self) { try adapter.address(of: .person(person)) }
    }
  }

  @Test func readsWithoutAConfigurationWhatItReadsWithOne() throws {
    let reader = try #require(VKAdapter.forReading)
    let shop = try VKAdapter.shop()

    for golden in GoldenCase.all(in: "Cases/Received") {
      let payload = try golden.payload()
      let with = try? shop.drafts(from: payload, as: shop.identity).drafts
      let without = try? reader.drafts(from: payload, as: reader.identity).drafts
      #expect(with == without)
    }
  }

  @Test func wantsASecretForCallbacks() {
    let noSecret = VKAdapter.yaml.replacing("secret: ${cred:vk_callback_secret}\n", with: "")

    #expect(throws: Mismatch.self) {
      try VKAdapter.made(from: noSecret, credentials: VKAdapter.credentials)
    }
    #expect(throws: Never.self) {
      try VKAdapter.made(
        from: noSecret.replacing("transport: dual", with: "transport: long_poll"),
        credentials: VKAdapter.credentials)
    }
  }

  @Test func theExampleIsAChannel() throws {
    let adapter = try VKAdapter.made(
      fromFile: "../channel.example.yaml", credentials: VKAdapter.credentials)

    #expect(adapter.isPolled)
  }
}

extension VKAdapter {
  static let callbackSecret = "aaQ13axAPQEcczQa"
  static let credentials = [
    "vk_token": "vk1.a.community", "vk_user_token": "vk1.a.administrator",
    "vk_callback_secret": callbackSecret,
  ]
  static let secrets = Array(credentials.values)
  static let yaml = """
    name: shop-vk
    type: vk
    group_id: 222000111
    token: ${cred:vk_token}
    secret: ${cred:vk_callback_secret}
    transport: dual

    """

  /// The community of the cases.
  static func shop(_ more: String = "") throws -> VKAdapter {
    try made(from: yaml + more, credentials: credentials)
  }
}

extension ChannelAdapter where Self == VKAdapter {
  static func shop() throws -> VKAdapter { try VKAdapter.shop("") }
}
