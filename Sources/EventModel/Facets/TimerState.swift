/// A task for later, of an AI or a caller.
public struct TimerState: SparseFacet {
  /// When it is due.
  public var scheduledAt: Timestamp?
  /// Whether it is lost with a restart of its maker.
  public var inMemory: Bool?
  /// Whether the AI is silent until then.
  public var muteDialog: Bool?
  /// What to do when it is due.
  public var instruction: String?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case scheduledAt = "scheduled_at"
    case inMemory = "in_memory"
    case muteDialog = "mute_dialog"
    case instruction
  }
}

extension FacetKey<TimerState> {
  public static var timer: Self { Self("timer") }
}
