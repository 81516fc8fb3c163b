import JSON

/// A block that only some objects of a kind have: `reaction`, `status`, `costs` …
public protocol Facet: Codable, Hashable, Sendable {}

/// A facet whose members are all optional, so that it is written by filling what is known:
/// `ButtonClick { $0.callbackData = "confirm_order" }`.
public protocol SparseFacet: Facet {
  init()
}

extension SparseFacet {
  public init(_ fill: (inout Self) -> Void) {
    self.init()
    fill(&self)
  }
}

/// The name of a block together with the type that reads it.
public struct FacetKey<Value: Facet>: Hashable, Sendable {
  public let name: String

  public init(_ name: String) { self.name = name }
}

/// A block that is not what its key says.
public struct FacetError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the block.
  public let facet: String
  /// Where in the block, and what is wrong there.
  public let mismatch: JSONMismatch

  public init(facet: String, _ mismatch: JSONMismatch) {
    self.facet = facet
    self.mismatch = mismatch
  }

  public var description: String { mismatch.inside(facet).description }
}
