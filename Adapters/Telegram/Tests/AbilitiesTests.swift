import AdapterKit
import EventModel
import Testing

@testable import TelegramAdapter

/// What is said to be possible is what a plan does, and the other way round.
struct AbilitiesTests {
  private static let places: [Dialog.Address] = [
    Address.person("5"), Address.chat("-100500", .group), Address.chat("-100500", .channel),
    Address.topic("-100500", .group, 42), Address.comments("-100500", root: 300),
    Address.directMessages("-100500", topic: 5, user: "5"), Address.business("Q9", "5"),
  ]

  @Test(arguments: places)
  func gesturesAreWhatTheAbilitiesSay(_ dialog: Dialog.Address) throws {
    let adapter = try Bot.adapter()
    let space = dialog.kind == "business" ? "Q9:5" : dialog.chatID
    let known = KnownMessage(
      "1", keys: [MessageKey(space: space, id: "7")], occurredAt: Timestamp(seconds: 1),
      isOurs: true)
    let operations: [(Ability, Outgoing.Operation)] = [
      (.react, .react(known, emoji: "👍")), (.pin, .pin(known, isSilent: false)),
      (.markRead, .read(upTo: known)), (.typing, .typing(.text)), (.delete, .delete(known)),
      (.edit, .edit(known, OutgoingMessage("Да"))), (.send, .message(OutgoingMessage("Да"))),
      (.forward, .forward(Outgoing.Forward([KnownMessage.post], isCopy: true))),
    ]
    for (ability, operation) in operations {
      let plan = try? adapter.plan(Outgoing("2", in: dialog, operation), as: Bot.identity)
      let grant = adapter.abilities.place(of: dialog).grant(ability)

      #expect((plan != nil) == (grant != .no), "\(ability) in \(dialog.kind)")
    }
  }

  @Test func numbersAreThoseOfTheServer() throws {
    let cloud = try Bot.adapter().abilities.place(of: Self.places[0])
    let own = try Bot.adapter("api_base: http://127.0.0.1:8081").abilities
      .place(of: Self.places[0])

    #expect(cloud.limits.largestUpload == 52_428_800)
    #expect(cloud.limits.largestDownload == 20_971_520)
    #expect(own.limits.largestUpload == 2_097_152_000)
    #expect(own.limits.largestDownload == nil)
    #expect(Reactions.count == 73)
  }
}

extension KnownMessage {
  fileprivate static var post: KnownMessage {
    KnownMessage(
      "3", keys: [MessageKey(space: "-100600", id: "9")], occurredAt: Timestamp(seconds: 1),
      isOurs: false)
  }
}
