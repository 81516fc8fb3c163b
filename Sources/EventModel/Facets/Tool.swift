import JSON

/// A tool that an agent called.
public struct Tool: SparseFacet {
  /// Which tool.
  public var name: String?
  /// Where it comes from: `builtin`, `mcp` …
  public var kind: String?
  /// `ui`, `media`, `delivery`, `control` …
  public var category: String?
  /// `executing`, `completed` or `failed`.
  public var status: String?
  /// The arguments, an object of any shape.
  public var input: JSONFragment?
  /// A string or an object.
  public var output: JSONFragment?
  /// In milliseconds.
  public var durationMS: Int64?
  public var executedAt: Timestamp?
  public var completedAt: Timestamp?
  public var failedAt: Timestamp?
  public var errorMessage: String?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case name, kind, category, status, input, output
    case durationMS = "duration_ms"
    case executedAt = "executed_at"
    case completedAt = "completed_at"
    case failedAt = "failed_at"
    case errorMessage = "error_message"
  }
}

extension FacetKey<Tool> {
  public static var tool: Self { Self("tool") }
}
