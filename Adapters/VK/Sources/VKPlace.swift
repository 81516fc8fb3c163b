import AdapterKit
import EventModel
import JSON

/// Where something happens in a community: a conversation, or the comments under one thing.
enum VKPlace: Hashable, Sendable {
  case peer(Int64)
  case comments(VKThread)

  /// Peers above this number are chats, which every community numbers for itself.
  static let firstChat: Int64 = 2_000_000_000

  /// Whether it is a conversation of several people.
  var isChat: Bool {
    guard case .peer(let peer) = self else { return false }
    return peer > Self.firstChat
  }

  var isPeer: Bool {
    guard case .peer = self else { return false }
    return true
  }

  /// In UTF-16 units. VK's documentation says 2,048 of comments on goods.
  var longestText: Int {
    guard case .comments(let thread) = self, thread.family == .market else {
      return VKLimits.longestText
    }
    return VKLimits.longestMarketComment
  }

  var sourceKind: SourceContext.Kind {
    switch self {
    case .peer: .vkPeer
    case .comments(let thread): thread.family.sourceKind
    }
  }

  /// Within this space the platform's message numbers are unique.
  var space: String {
    switch self {
    case .peer(let peer): String(peer)
    case .comments(let thread): "\(thread.family.rawValue)\(thread.owner)_\(thread.thing)"
    }
  }

  func key(_ message: Int64) -> MessageKey { MessageKey(space: space, id: String(message)) }

  var address: Dialog.Address {
    switch self {
    case .peer(let peer): Self.address(ofPeer: peer, isChat: isChat)
    case .comments(let thread): thread.address
    }
  }

  private static func address(ofPeer peer: Int64, isChat: Bool) -> Dialog.Address {
    let id = String(peer)
    var address = Dialog.Address(
      kind: isChat ? "chat" : "private", ids: [id],
      dialogType: isChat ? .groupChat : .privateChat, chatID: id, userID: isChat ? nil : id)
    address.members = [.init("peer_id", peer)]
    return address
  }
}

extension VKPlace {
  /// Reads back an address that was made here; nil when it is none of VK's.
  init?(_ address: Dialog.Address) {
    let numbers = address.ids.compactMap { Int64($0) }
    switch (address.kind, numbers.first, numbers.dropFirst().first) {
    case ("private", let peer?, nil), ("chat", let peer?, nil): self = .peer(peer)
    case (let kind, let owner?, let thing?):
      guard let family = VKThread.Family(rawValue: kind) else { return nil }
      self = .comments(VKThread(family, owner: owner, thing: thing))
    default: return nil
    }
  }
}

/// The comments under one post, board topic, photo, video or market item.
struct VKThread: Hashable, Sendable {
  /// What is commented.
  enum Family: String, CaseIterable, Sendable { case wall, board, photo, video, market }

  let family: Family
  /// A community's number is negative here.
  let owner: Int64
  let thing: Int64

  init(_ family: Family, owner: Int64, thing: Int64) {
    self.family = family
    self.owner = owner
    self.thing = thing
  }

  var address: Dialog.Address {
    let ids = [String(owner), String(thing)]
    var address = Dialog.Address(
      kind: family.rawValue, ids: ids, dialogType: .wallComments,
      chatID: ids.joined(separator: "_"))
    address.members = [.init("owner_id", owner), .init(family.thingName, thing)]
    return address
  }
}

extension VKThread.Family {
  /// How VK and the model call the number of the commented thing.
  var thingName: String {
    switch self {
    case .wall: "post_id"
    case .board: "topic_id"
    case .photo: "photo_id"
    case .video: "video_id"
    case .market: "item_id"
    }
  }

  var sourceKind: SourceContext.Kind {
    switch self {
    case .wall: .vkWallPostComment
    case .board: .vkBoardTopicComment
    case .photo: .vkPhotoComment
    case .video: .vkVideoComment
    case .market: .vkMarketComment
    }
  }

  /// The kind of a `delivery_ref` that answers such a comment.
  var deliveryKind: String { rawValue + "_comment" }
}

extension SourceContext.Kind {
  static let vkPeer: Self = "vk_peer"
  static let vkWallPostComment: Self = "vk_wall_post_comment"
  static let vkBoardTopicComment: Self = "vk_board_topic_comment"
  static let vkPhotoComment: Self = "vk_photo_comment"
  static let vkVideoComment: Self = "vk_video_comment"
  static let vkMarketComment: Self = "vk_market_comment"
}

extension Platform {
  static let vk: Self = "vk"
}
