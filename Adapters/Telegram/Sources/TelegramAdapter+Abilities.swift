import AdapterKit
import EventModel

extension TelegramAdapter {
  /// FIELDS §10 with Telegram's numbers: 30 calls a second for a bot, one into a chat, 20 a minute
  /// into a group (the bots' FAQ).
  package var abilities: Abilities {
    Abilities(
      pace: Pace(
        Rate(30, per: .seconds(1)), chat: Rate(1, per: .seconds(1)),
        group: Rate(20, per: .seconds(60))),
      places: [
        place(["business"], Self.business), place(["channel"], Self.channel),
        place(["dm"], Self.directMessages), guest,
        place(["private"], Self.chat.merging([.showDraft: .yes]) { $1 }), place([], Self.chat),
      ])
  }

  private typealias Grants = [Ability: Abilities.Grant]

  /// Whether the server is one's own: those take larger files.
  var isLocalServer: Bool { apiBase != Self.publicServer }
  static var publicServer: String { "https://api.telegram.org" }

  /// In bytes.
  var largestUpload: Int64 {
    isLocalServer ? TelegramLimits.localUpload : TelegramLimits.upload
  }
  /// In bytes; nil when there is no bound.
  var largestDownload: Int64? { isLocalServer ? nil : TelegramLimits.download }

  private static let chat: Grants = [
    .send: .yes, .edit: .yes, .delete: .within(TelegramLimits.changesFor), .react: .yes,
    .typing: .yes, .pin: .yes, .forward: .yes, .answerPress: .yes, .quote: .yes,
    .richText: .yes, .attachments: .yes, .album: .yes, .callbackButtons: .yes,
    .urlButtons: .yes, .silent: .yes, .hidePreview: .yes, .stopPoll: .yes,
  ]

  private static let channel = chat.merging([.typing: .no]) { $1 }

  private static let directMessages = chat.merging([.typing: .no, .stopPoll: .no]) { $1 }

  private static let business = chat.merging([
    .edit: .within(TelegramLimits.changesFor), .delete: .yes, .react: .no, .forward: .no,
    .markRead: .yes,
  ]) { $1 }

  /// One text, once.
  private var guest: Abilities.Place {
    var place = place(
      ["guest"],
      [
        .send: .yes, .edit: .yes, .quote: .yes, .richText: .yes, .callbackButtons: .yes,
        .urlButtons: .yes, .hidePreview: .yes,
      ])
    place.limits.mostAttachments = 0
    return place
  }

  private func place(_ kinds: [String], _ grants: Grants) -> Abilities.Place {
    var limits = Abilities.Limits(longestText: TelegramLimits.text)
    limits.longestCaption = TelegramLimits.caption
    limits.longestCallbackData = TelegramLimits.callbackData
    limits.mostButtons = TelegramLimits.buttons
    limits.mostButtonsInRow = TelegramLimits.buttonsInRow
    limits.mostInAlbum = TelegramLimits.album
    limits.largestUpload = largestUpload
    limits.largestDownload = largestDownload
    return Abilities.Place(kinds, limits: limits, grants: grants)
  }
}
