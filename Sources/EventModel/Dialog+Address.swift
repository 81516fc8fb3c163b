import JSON

extension Dialog {
  /// Where a conversation is, in the platform's terms: what makes it this dialog and no other.
  ///
  /// Its adapter makes it; `context` and every `dc_*` member are derived from it, in one place.
  public struct Address: Hashable, Sendable {
    /// The natural key behind the channel: `private` and `["83159543"]` become
    /// `tg_private_{channel}_83159543` (FIELDS §6). Of an address that was read back the
    /// identifiers are the pieces between underscores.
    public var kind: String
    public var ids: [String]
    /// The class of the conversation: `private_chat`, `group_chat` or `wall_comments`.
    public var dialogType: DialogType
    /// The conversation's identifier as text; `dc_chat_id`. Empty when it is not known.
    public var chatID: String
    /// The person of a private conversation, as the platform names them.
    public var userID: String?
    /// The platform's own members of `context` (`peer_id`, `thread_id` …), each of which has a twin
    /// `dc_{platform}_{name}`.
    public var members: [Member] = []
    /// Members of a `context` that was read and that have no twin.
    var others: [JSONMember] = []

    public init(
      kind: String, ids: [String], dialogType: DialogType, chatID: String, userID: String? = nil
    ) {
      self.kind = kind
      self.ids = ids
      self.dialogType = dialogType
      self.chatID = chatID
      self.userID = userID
    }

    /// `{platform}_{kind}_{channel}_{ids…}`, stable and unique within a project.
    public func externalID(platform: Platform, channel: ChannelID) -> String {
      ([platform.rawValue, kind, channel.rawValue] + ids).joined(separator: "_")
    }

    /// One member of the platform's own.
    public struct Member: Hashable, Sendable {
      public let name: String
      public let value: JSONFragment
      /// Whether it stands in `context` too; the members of letters exist as `dc_email_*` only.
      public let isInContext: Bool

      public init(_ name: String, _ value: some JSONWritable, isInContext: Bool = true) {
        self.name = name
        self.value = JSONFragment { $0.value(value) }
        self.isInContext = isInContext
      }
    }
  }
}

extension Dialog.Address {
  /// `context`: the address as the platform's adapter made it.
  func writeContext(_ platform: Platform, to writer: inout JSONWriter) {
    writer.object(carrying: others) {
      $0.member("channel_type", platform)
      if !chatID.isEmpty { $0.member("chat_id", chatID) }
      for member in members where member.isInContext {
        $0.name(dynamic: member.name)
        $0.value(member.value)
      }
      $0.member("user_id", userID)
      $0.member("dialog_type", dialogType.short)
    }
  }

  /// The flat copies, for indexing: `dc_chat_id`, `dc_vk_peer_id` …
  func writeTwins(_ platform: Platform, to writer: inout JSONWriter) {
    writer.member("dc_channel_type", platform)
    if !chatID.isEmpty { writer.member("dc_chat_id", chatID) }
    for member in members {
      writer.name(dynamic: Self.twin(of: member.name, platform))
      writer.value(member.value)
    }
  }

  private static func twin(of name: String, _ platform: Platform) -> String {
    "dc_\(platform)_\(name)"
  }

  /// Reads an address back from `context`, its twins and the natural key.
  init(
    takenFrom members: inout MemberReader, platform: Platform, externalID: String?
  ) throws(JSONMismatch) {
    let view: JSONView = try members.require("context")
    var context: MemberReader
    do { context = try MemberReader(view) } catch { throw error.inside("context") }
    let key = (externalID ?? "").split(separator: "_", omittingEmptySubsequences: false)
    self.init(
      kind: key.dropFirst().first.map(String.init) ?? "", ids: key.dropFirst(3).map(String.init),
      dialogType: try members.require("dialog_type"), chatID: try context.take("chat_id") ?? "",
      userID: try context.take("user_id"))
    context.take("channel_type", ifEqualTo: platform.rawValue)
    context.take("dialog_type", ifEqualTo: dialogType.short)
    members.take("dc_channel_type", ifEqualTo: platform.rawValue)
    members.take("dc_chat_id", ifEqualTo: chatID)
    others = context.rest
    while let (name, value) = members.take(prefix: Self.twin(of: "", platform)) {
      let place = others.firstIndex { $0.name == name && $0.value == value }
      if let place { others.remove(at: place) }
      self.members.append(Member(name, value, isInContext: place != nil))
    }
  }
}
