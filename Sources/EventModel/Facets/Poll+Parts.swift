extension Poll {
  /// One of the answers to choose from.
  public struct Answer: SparseFacet {
    public var id: String?
    public var text: String?
    /// How many chose it.
    public var votes: Int64?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case id, text, votes
    }
  }

  /// How a poll is voted in; its members stand among those of the poll.
  public struct Rules: SparseFacet {
    /// Whether several answers may be chosen.
    public var multiple: Bool?
    /// Whether nobody sees who voted.
    public var anonymous: Bool?
    /// Whether a vote cannot be taken back.
    public var disableUnvote: Bool?
    /// Whether it stands in a topic of a board.
    public var isBoard: Bool?
    /// The platform's time of its making.
    public var createdAt: Timestamp?
    /// When it closes by itself.
    public var endDate: Timestamp?
    /// What the platform's web page needs to show it.
    public var embedHash: String?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case multiple, anonymous
      case disableUnvote = "disable_unvote"
      case isBoard = "is_board"
      case createdAt = "created_at_platform"
      case endDate = "end_date"
      case embedHash = "embed_hash"
    }
  }

  /// What we may do with a poll; its members stand among those of the poll.
  public struct Rights: SparseFacet {
    public var canVote: Bool?
    public var canShare: Bool?
    public var canEdit: Bool?
    public var canReport: Bool?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case canVote = "can_vote"
      case canShare = "can_share"
      case canEdit = "can_edit"
      case canReport = "can_report"
    }
  }

  /// How a poll stands; its members stand among those of the poll.
  public struct State: SparseFacet {
    /// Whether nobody can vote any more.
    public var closed: Bool?
    public var totalVoterCount: Int64?
    /// Whether it could not be read.
    public var isUnavailable: Bool?
    /// When it was seen so.
    public var updatedAt: Timestamp?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case closed
      case totalVoterCount = "total_voter_count"
      case isUnavailable = "is_unavailable"
      case updatedAt = "updated_at"
    }
  }
}
