import AdapterKit
import EventModel
import JSON
import Settings

/// A channel of no real platform; chats are numbers, and a text that begins with `refuse` is
/// refused.
struct FakeAdapter: ChannelAdapter {
  static let platform: Platform = "tg"
  static let forReading: FakeAdapter? = FakeAdapter()
  let identity = ChannelIdentity(externalID: "7001", name: "Shop", username: "shop_bot")
  let abilities = Abilities(longestText: 4096, pace: .init(perSecond: 30))

  init() {}
  init?(reading settings: inout SettingsReader) { nil }

  func bind(over transport: some Transport) async throws(SendFailure) -> ChannelIdentity {
    identity
  }

  func drafts(from payload: Payload, as identity: ChannelIdentity) -> Reading { Reading([]) }

  func plan(_ outgoing: Outgoing, as identity: ChannelIdentity) throws(Refusal) -> Plan {
    let causes: [String: Refusal.Cause] = [
      "refuse invalid": .invalid, "refuse unsupported": .unsupported, "refuse place": .wrongPlace,
    ]
    if let cause = causes[outgoing.message.content] { throw Refusal(cause, "no such luck") }
    let request = JSONFragment.object {
      $0.member("chat", outgoing.dialog.chatID)
      $0.member("text", outgoing.message.content)
      $0.member("quote", outgoing.quote)
    }
    return Plan(
      [Part(request)], place: Event.Place(sourceContext: Self.context(.outbound, "83159543")),
      degradations: outgoing.message.buttons.isEmpty ? [] : ["buttons=text-links"])
  }

  func send(_ part: Part, over transport: some Transport) async throws(SendFailure) -> PartReceipt {
    PartReceipt([])
  }

  func address(of place: RequestedPlace) throws(Refusal) -> Dialog.Address {
    switch place {
    case .person(let id):
      guard Int64(id) != nil else { throw Refusal(.invalid, "a person is a number") }
      return Self.address(id)
    case .sourceContext(let context):
      guard let chat = context["data_tg"]["chat_id"].text else {
        throw Refusal(.invalid, "there is no chat in it")
      }
      return Self.address(chat)
    }
  }

  static func address(_ chat: String) -> Dialog.Address {
    Dialog.Address(
      kind: "private", ids: [chat], dialogType: .privateChat, chatID: chat, userID: chat)
  }

  static func context(_ direction: Direction, _ chat: String) -> SourceContext {
    SourceContext(
      direction, "telegram_chat",
      PlatformData("tg") {
        $0.member("chat_id", chat)
        $0.member("chat_type", "private")
      })
  }
}
