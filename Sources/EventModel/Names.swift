import JSON

/// A word of the wire that may grow: known values are static members, others are carried.
public protocol OpenName: RawRepresentable<String>, Hashable, Sendable, Codable,
  ExpressibleByStringLiteral, CustomStringConvertible, JSONReadable, JSONWritable
{
  init(rawValue: String)
}

extension OpenName {
  public init(stringLiteral value: String) { self.init(rawValue: value) }
  public var description: String { rawValue }
  public init(from view: JSONView) throws(JSONMismatch) {
    self.init(rawValue: try String(from: view))
  }
  public func write(to writer: inout JSONWriter) { rawValue.write(to: &writer) }
}

/// A network that people write on; each adapter names its own.
public struct Platform: OpenName {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// What an event is about (FIELDS §3).
public struct TargetType: OpenName {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  public static let message: Self = "message"
  public static let interaction: Self = "interaction"
  public static let lead: Self = "lead"
  public static let dialog: Self = "dialog"
  public static let chat: Self = "chat"
  public static let post: Self = "post"
  public static let comment: Self = "comment"
  public static let control: Self = "control"
  public static let broadcast: Self = "broadcast"
  public static let tool: Self = "tool"
  public static let analysis: Self = "analysis"
  public static let recognition: Self = "recognition"
  public static let ai: Self = "ai"
  public static let typing: Self = "typing"
  public static let billing: Self = "billing"
}

/// From which side something came.
public enum Direction: String, CaseIterable, JSONModel {
  case inbound, outbound, `internal`

  public init(from view: JSONView) throws(JSONMismatch) {
    guard let direction = Direction(rawValue: try String(from: view)) else {
      throw JSONMismatch("is neither inbound, outbound nor internal")
    }
    self = direction
  }

  public func write(to writer: inout JSONWriter) { rawValue.write(to: &writer) }
}
