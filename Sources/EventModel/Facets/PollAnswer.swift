import JSON

/// What a voter now has chosen in a poll, as a whole.
public struct PollAnswer: SparseFacet {
  /// Our event with the poll; the ledger finds it.
  public var messageEvent: EventID?
  /// The chat of the poll.
  public var ownerID: String?
  /// The platform's identifier of the poll.
  public var pollID: String?
  /// A person or a chat: see `voterType`.
  public var voterID: String?
  /// `user` or `chat`.
  public var voterType: String?
  /// What is chosen now; empty when the vote was taken back.
  public var optionIDs: [String]?
  /// What was chosen before; like the two differences made by the ledger.
  public var previousOptionIDs: [String]?
  /// Now chosen and not before.
  public var addedOptionIDs: [String]?
  /// Chosen before and not now.
  public var removedOptionIDs: [String]?
  /// The words of what is chosen now.
  public var optionTexts: [String]?
  /// The update that brought it.
  public var platformEventID: String?
  /// When we received it: the platform gives no time.
  public var changedAt: Timestamp?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case messageEvent = "message_event_id"
    case ownerID = "owner_id"
    case pollID = "poll_id"
    case voterID = "voter_id"
    case voterType = "voter_type"
    case optionIDs = "option_ids"
    case previousOptionIDs = "previous_option_ids"
    case addedOptionIDs = "added_option_ids"
    case removedOptionIDs = "removed_option_ids"
    case optionTexts = "option_texts"
    case platformEventID = "platform_event_id"
    case changedAt = "changed_at"
  }
}

extension FacetKey<PollAnswer> {
  public static var pollAnswer: Self { Self("poll_answer") }
}
