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
  let abilities: Abilities

  init() { self.init(able: false) }
  init?(reading settings: inout SettingsReader) { nil }

  /// - Parameter able: whether it can do more than send.
  init(able: Bool) {
    var limits = Abilities.Limits(longestText: 4096)
    if able { limits.longestCallbackData = 64 }
    let able: [Ability: Abilities.Grant] =
      able
      ? [
        .edit: .within(.seconds(3600)), .delete: .yes, .react: .yes, .pin: .yes, .forward: .yes,
        .typing: .yes, .markRead: .yes, .answerPress: .yes, .stopPoll: .needs("poll_key"),
      ] : [:]
    abilities = Abilities(
      pace: Pace(Rate(30, per: .seconds(1))),
      places: [
        .init([], limits: limits, grants: able.merging([.send: .yes]) { first, _ in first })
      ])
  }

  func bind(over transport: some Transport) async throws(SendFailure) -> ChannelIdentity {
    identity
  }

  func drafts(from payload: Payload, as identity: ChannelIdentity) -> Reading { Reading([]) }

  func plan(_ outgoing: Outgoing, as identity: ChannelIdentity) throws(Refusal) -> Plan {
    guard case .message(let message) = outgoing.operation else {
      return try Self.plan(outgoing.operation)
    }
    let causes: [String: Refusal.Cause] = [
      "refuse invalid": .invalid, "refuse unsupported": .unsupported, "refuse place": .wrongPlace,
    ]
    if let cause = causes[message.text.plain] { throw Refusal(cause, "no such luck") }
    let request = JSONFragment.object {
      $0.member("chat", outgoing.dialog.chatID)
      $0.member("text", message.text.plain)
      $0.member("quote", message.quote)
      $0.member("buttons", message.buttons ?? [])
    }
    let files = message.attachments.filter(\.more.isEmpty).compactMap(\.id)
    return Plan(
      [Part(request, files: files.map { FileUse($0, as: "file") })],
      place: Event.Place(sourceContext: Self.context(.outbound, "83159543")),
      degradations: Self.degradations(of: message))
  }

  private static func degradations(of message: OutgoingMessage) -> [Degradation] {
    let buttons: [Degradation] = (message.buttons ?? []).isEmpty ? [] : [.buttonsAsLinks]
    return buttons + (message.text.length > 4096 ? [.textSplit] : [])
  }

  func send(
    _ part: Part, with files: [ReadyFile], over transport: some Transport
  ) async throws(SendFailure) -> PartReceipt {
    let request: JSONView
    do { request = try part.request.parsed() } catch { throw .uncertain(.init(.unknown, "?")) }
    switch request["word"].string {
    case "👎": throw .rejected(.init(.chatNotFound, code: "400", "no such luck"))
    case "late": throw .rejected(.init(.platformError, code: "400", "too old"))
    case "🐢":
      throw .throttled(retryAfter: .milliseconds(6_500), .conversation, .init(.rateLimit, "slow"))
    case "👻": throw .uncertain(.init(.timeout, "no answer came"))
    default: return PartReceipt([])
    }
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
