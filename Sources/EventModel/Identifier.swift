import JSON

/// The name of one thing of a kind, opaque to everybody but its maker.
public struct Identifier<Entity>: RawRepresentable, Hashable, Sendable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }
  public init(_ rawValue: String) { self.rawValue = rawValue }
}

public typealias EventID = Identifier<Event>
public typealias DialogID = Identifier<Dialog>
public typealias LeadID = Identifier<Lead>
public typealias ChannelID = Identifier<Channel>
public typealias ProjectID = Identifier<Project>

/// A person of the other side; known by an identifier.
public enum Lead {}
/// A tenant; known by an identifier.
public enum Project {}

extension Identifier: CustomStringConvertible, ExpressibleByStringLiteral {
  public var description: String { rawValue }
  public init(stringLiteral value: String) { self.init(value) }
}

extension Identifier: Codable, JSONReadable, JSONWritable {
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  public init(from view: JSONView) throws(JSONMismatch) { self.init(try String(from: view)) }

  public func write(to writer: inout JSONWriter) { rawValue.write(to: &writer) }
}
