import AdapterKit
import EventModel

extension VKAdapter {
  /// The name of the bound on calls with an administrator's token.
  static let administratorCalls = "user_token"

  /// FIELDS §10 with VK's numbers: 20 calls a second with a community's token, 3 with a person's.
  package var abilities: Abilities {
    var pace = Pace(Rate(VKLimits.callsPerSecond, per: .seconds(1)))
    pace.methods[Self.administratorCalls] = Rate(
      VKLimits.administratorCallsPerSecond, per: .seconds(1))
    return Abilities(
      pace: pace,
      places: [
        .init(["private"], limits: Self.limits(ofPeers: true), grants: Self.conversation),
        .init(
          ["chat"], limits: Self.limits(ofPeers: true),
          grants: Self.conversation.merging([.pin: .yes]) { $1 }),
        comments(.wall), comments(.board), comments(.photo), comments(.video),
        comments(.market),
      ])
  }

  private static let conversation: [Ability: Abilities.Grant] = [
    .send: .yes, .edit: .within(VKLimits.changesFor), .delete: .within(VKLimits.changesFor),
    .react: .yes, .typing: .yes, .markRead: .yes, .forward: .yes, .answerPress: .yes,
    .readReceipts: .yes, .quote: .yes, .richText: .yes, .attachments: .yes, .album: .yes,
    .callbackButtons: .yes, .urlButtons: .yes, .hidePreview: .yes,
  ]

  private func comments(_ family: VKThread.Family) -> Abilities.Place {
    let send = grant(family, .create)
    return Abilities.Place(
      [family.rawValue], limits: Self.limits(ofPeers: false, family),
      grants: [
        .send: send, .quote: send, .attachments: send, .album: send,
        .edit: grant(family, .edit), .delete: grant(family, .delete),
      ])
  }

  private func grant(
    _ family: VKThread.Family, _ deed: VKThread.Family.Deed
  ) -> Abilities.Grant {
    family.right(to: deed) == .community || settings.userToken != nil
      ? .yes : .needs("user_token")
  }

  private static func limits(
    ofPeers isPeer: Bool, _ family: VKThread.Family? = nil
  ) -> Abilities.Limits {
    let isMarket = family == .market
    var limits = Abilities.Limits(
      longestText: isMarket ? VKLimits.longestMarketComment : VKLimits.longestText)
    limits.mostAttachments = VKLimits.attachments
    limits.mostInAlbum = VKLimits.attachments
    limits.largestUpload = VKLimits.largestDocument
    guard isPeer else { return limits }
    limits.longestCallbackData = VKLimits.callbackData
    limits.longestButtonText = VKLimits.buttons.label
    limits.mostButtons = VKLimits.buttons.all
    limits.mostButtonsInRow = VKLimits.buttons.columns
    return limits
  }
}

/// VK's numbers, from its documentation and schema.
enum VKLimits {
  /// The current documentation says so, the schema 9,000.
  static let longestText = 4096
  static let longestMarketComment = 2048
  static let callsPerSecond = 20
  static let administratorCallsPerSecond = 3
  static let attachments = 10
  /// Of a keyboard that stands in a message.
  static let buttons = (all: 10, rows: 6, columns: 5, label: 40)
  /// So many bytes fit in VK's 255 characters even when each is escaped and all are wrapped.
  static let callbackData = 120
  /// How long a message may be edited, or deleted for everybody.
  static let changesFor: Duration = .seconds(86_400)
  static let forwards = 100
  static let deletions = 100
  /// In UTF-16 units: what is shown at a press, and the whole answer to it.
  static let snackbar = 90
  static let pressAnswer = 1000
  /// In bytes.
  static let largestPhoto: Int64 = 50 << 20
  static let largestDocument: Int64 = 200 << 20
  static let history = 200
}
