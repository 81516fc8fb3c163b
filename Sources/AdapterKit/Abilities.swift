/// What a channel can do, and how fast.
public struct Abilities: Hashable, Sendable {
  /// The longest text of one message, in UTF-16 units.
  public var longestText: Int
  public var pace: Pace

  /// How many calls a platform takes; each bound is kept by a bucket of its own.
  public struct Pace: Hashable, Sendable {
    /// Calls a second with one token.
    public var perSecond: Double
    /// Calls a second into one chat; nil when the platform has no such bound.
    public var perChatPerSecond: Double?

    public init(perSecond: Double, perChatPerSecond: Double? = nil) {
      self.perSecond = perSecond
      self.perChatPerSecond = perChatPerSecond
    }
  }

  public init(longestText: Int, pace: Pace) {
    self.longestText = longestText
    self.pace = pace
  }
}
