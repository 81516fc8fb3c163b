import JSON

/// One vote for one option of a poll.
public struct PollVote: SparseFacet {
  /// Our event with the poll; the ledger finds it.
  public var messageEvent: EventID?
  /// Whose poll it is.
  public var ownerID: String?
  public var pollID: String?
  public var optionID: String?
  public var voterID: String?
  /// The words of the option, from the poll.
  public var optionText: String?
  /// What tells this vote from another on the platform.
  public var platformEventID: String?
  /// When we received it: the platform gives no time.
  public var votedAt: Timestamp?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case messageEvent = "message_event_id"
    case ownerID = "owner_id"
    case pollID = "poll_id"
    case optionID = "option_id"
    case voterID = "voter_id"
    case optionText = "option_text"
    case platformEventID = "platform_event_id"
    case votedAt = "voted_at"
  }
}

extension FacetKey<PollVote> {
  public static var pollVote: Self { Self("poll_vote") }
}
