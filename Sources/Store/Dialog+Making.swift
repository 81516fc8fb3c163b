import AdapterKit
import EventModel
import JSON

/// Two blocks are written and read here member by member: through their types both together took
/// about as long as reading the message that made the dialog.
extension Dialog {
  /// A dialog that begins with a draft, at an address.
  init(
    _ id: DialogID, in channel: ChannelRecord, as identity: ChannelIdentity, at address: Address,
    timeline: Timeline
  ) {
    var own = Identity(id, platform: channel.platform)
    own.channel = channel.id
    own.project = channel.project
    own.agentID = channel.agentID
    own.externalID = address.externalID(platform: channel.platform, channel: channel.id)
    self.init(own, at: address, timeline: timeline)
    state.isTest = channel.isTest
    facets[FacetKey.metadata.name] = .object {
      $0.member("platform", channel.platform)
      $0.member("bot_id", identity.externalID)
      $0.member("bot_name", identity.name)
    }
  }

  /// Names the dialog in lists.
  mutating func setTitle(_ title: String) {
    setDisplay(title, avatarURL: avatarURL)
  }

  /// Its picture in lists.
  var avatarURL: String? { displayInfo?["avatar_url"].string }

  /// Shows another picture, or none.
  mutating func setAvatar(_ url: String?) { setDisplay(title ?? "", avatarURL: url) }

  private mutating func setDisplay(_ title: String, avatarURL: String?) {
    let (platform, source) = (identity.platform, address.dialogType.source)
    facets[FacetKey.displayInfo.name] = .object {
      $0.member("name", title)
      $0.member("avatar_url", avatarURL)
      $0.member("source_type", source)
      $0.member("platform", platform)
      $0.member("platform_type", platform)
    }
  }

  /// Its name in lists.
  package var title: String? { displayInfo?["name"].string }

  /// A block that cannot be read was posted by a caller, and names nothing.
  private var displayInfo: JSONView? { try? facets[FacetKey.displayInfo.name]?.parsed() }

  /// Puts in what every event changes, as a caller sees it.
  package mutating func show(_ counters: DialogCounters, lastMessage: Event?) {
    self.counters.events = counters.events
    self.counters.messages = counters.messages
    self.counters.unreadByOperator = counters.operatorUnread
    self.counters.unreadByLead = counters.leadUnread
    state.hasErrors = counters.openErrors > 0
    timeline.startedAt = counters.startedAt
    timeline.lastEventAt = counters.lastEventAt
    timeline.updatedAt = max(timeline.updatedAt, counters.updatedAt)
    timeline.firstResponseSeconds = counters.firstResponseSeconds
    let end = timeline.completedAt ?? counters.lastEventAt
    timeline.durationSeconds = max(
      0, (end.milliseconds - counters.startedAt.milliseconds) / 1000)
    self.lastMessage = lastMessage.map { Brief(of: $0) }
    self.lastMessage?.eventType = lastMessage?.target.type.rawValue
  }
}

extension Dialog.Brief {
  /// The longest text that a dialog repeats of a message.
  private static let longest = 500

  init(of event: Event) {
    let text = event.message?.content ?? ""
    // Characters are slow to count, and never more than bytes.
    let isShort = text.utf8.count <= Self.longest
    self.init(
      isShort ? text : String(text.prefix(Self.longest)), role: event.sender?.role,
      at: event.timeline.occurredAt)
  }
}

extension Sender {
  /// The actor in the older vocabulary of a dialog's messages.
  fileprivate var role: String {
    switch kind {
    case .assistant: "assistant"
    case .user, .admin, .externalOperator, .channel: "operator"
    case .system: "system"
    default: "user"
    }
  }
}

extension Dialog.DialogType {
  /// What the title of such a dialog is taken from.
  fileprivate var source: Dialog.SourceType {
    switch self {
    case .groupChat: .groupChat
    case .wallComments: .comment
    default: .lead
    }
  }
}
