/// A type that reads and writes itself, and is `Codable` for other coders by the same code.
public protocol JSONModel: JSONReadable, JSONWritable, Codable, Hashable, Sendable {}

extension JSONModel {
  public init(from decoder: any Decoder) throws {
    try self.init(from: try JSONFragment(from: decoder).parsed())
  }

  public func encode(to encoder: any Encoder) throws {
    try JSONFragment { $0.value(self) }.encode(to: encoder)
  }
}
