/// A poll as it was last seen.
public struct Poll: SparseFacet {
  /// Where it is held.
  public var platform: Platform?
  /// Whose poll it is, or in which chat.
  public var ownerID: String?
  public var pollID: String?
  /// Who made it.
  public var authorID: String?
  public var question: String?
  public var answers: [Answer]?
  public var rules = Rules()
  public var rights = Rights()
  public var state = State()

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case platform = "platform_type"
    case ownerID = "owner_id"
    case pollID = "poll_id"
    case authorID = "author_id"
    case question, answers
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    platform = try values.decodeIfPresent(Platform.self, forKey: .platform)
    ownerID = try values.decodeIfPresent(String.self, forKey: .ownerID)
    pollID = try values.decodeIfPresent(String.self, forKey: .pollID)
    authorID = try values.decodeIfPresent(String.self, forKey: .authorID)
    question = try values.decodeIfPresent(String.self, forKey: .question)
    answers = try values.decodeIfPresent([Answer].self, forKey: .answers)
    rules = try Rules(from: decoder)
    rights = try Rights(from: decoder)
    state = try State(from: decoder)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encodeIfPresent(platform, forKey: .platform)
    try values.encodeIfPresent(ownerID, forKey: .ownerID)
    try values.encodeIfPresent(pollID, forKey: .pollID)
    try values.encodeIfPresent(authorID, forKey: .authorID)
    try values.encodeIfPresent(question, forKey: .question)
    try values.encodeIfPresent(answers, forKey: .answers)
    try rules.encode(to: encoder)
    try rights.encode(to: encoder)
    try state.encode(to: encoder)
  }
}
