/// A task for later, of an AI or a caller.
public struct TimerState: SparseFacet {
  /// When it is due.
  public var scheduledAt: Timestamp?
  public var inMemory: Bool?
  public var muteDialog: Bool?
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
