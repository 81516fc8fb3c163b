import Settings

/// One community, as the configuration describes it.
struct VKSettings: Sendable {
  /// How events come in.
  enum Transport: String, CaseIterable, Sendable {
    case callback
    case longPoll = "long_poll"
    case dual

    var hasCallback: Bool { self != .longPoll }
    var isPolled: Bool { self != .callback }
  }

  /// The community's number, without a sign.
  let group: Int64
  let token: Secret
  /// An administrator's own token: comments outside the wall take no other.
  let userToken: Secret?
  /// What VK's callbacks prove themselves by.
  let secret: Secret?
  /// What the handshake of a server made by hand is answered with; of others VK is asked for it.
  let confirmation: String?
  let apiVersion: String
  let apiBase: String
  let transport: Transport
  let subjects: Set<VKSubject>

  /// The newest version of VK's API, not deprecated as of 2026.
  static let newestVersion = "5.199"
  static let longestSecret = 50
  static let publicBase = "https://api.vk.ru"
}

extension VKSettings {
  init?(reading settings: inout SettingsReader) {
    let group = settings.int("group_id", in: 1...Int.max)
    let token = settings.secret("token")
    let userToken = settings.optionalSecret("user_token")
    let secret = settings.optionalSecret("secret")
    let confirmation = settings.optionalString("confirmation")
    let version = settings.string("api_version", default: Self.newestVersion)
    let base = settings.url("api_base", default: Self.publicBase)
    let transport = settings.choice("transport", default: Transport.callback)
    let subjects = settings.choices("objects", default: VKSubject.allCases)
    if transport.hasCallback, secret == nil {
      settings.problem(
        "the transport \(transport.rawValue) wants a secret", at: "transport",
        help: "set `secret` here and in the community's callback server")
    }
    if let secret, secret.revealBytes().count > Self.longestSecret {
      settings.problem("VK takes a secret of at most 50 characters", at: "secret")
    }
    guard let group, let token, secret != nil || !transport.hasCallback else { return nil }
    self.init(
      group: Int64(group), token: token, userToken: userToken, secret: secret,
      confirmation: confirmation, apiVersion: version, apiBase: base, transport: transport,
      subjects: Set(subjects))
  }

  /// The settings of no community: enough to read payloads, and no more.
  init(ofNobody token: Secret) {
    self.init(
      group: 0, token: token, userToken: nil, secret: nil, confirmation: nil,
      apiVersion: Self.newestVersion, apiBase: Self.publicBase, transport: .longPoll,
      subjects: Set(VKSubject.allCases))
  }
}

/// A family of VK's events, as `objects` of the configuration names it.
enum VKSubject: String, CaseIterable, Sendable {
  case messages, wall, board, photo, video, market, likes, polls, community

  init(of type: String) {
    let first = type.prefix { $0 != "_" }
    self =
      switch first {
      case "message", "app": .messages
      case "wall": .wall
      case "board": .board
      case "photo": .photo
      case "video": .video
      case "market": .market
      case "like": .likes
      case "poll": .polls
      default: .community
      }
  }
}
