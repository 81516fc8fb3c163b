import JSON

/// What an AI made of a dialog: a summary and measurements.
public struct Generation: SparseFacet {
  public var summary: Summary?
  public var metrics: Metrics?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case summary, metrics
  }
}

extension Generation {
  /// A dialog in a few words.
  public struct Summary: SparseFacet {
    public var text: String?
    /// `pending`, `completed`, `skipped` or `failed`.
    public var status: String?
    /// Whose words: `user`, `assistant` or `dialog`.
    public var role: String?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case text, status, role
    }
  }

  /// The measurements and how far they are.
  public struct Metrics: SparseFacet {
    /// In the order in which they were made.
    public var items: [Metric]?
    /// `pending`, `completed`, `skipped` or `failed`.
    public var status: String?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case items, status
    }
  }

  /// One measurement.
  public struct Metric: SparseFacet {
    /// Which definition it follows.
    public var id: String?
    public var name: String?
    /// A string, a number, a truth value, an array or an object.
    public var value: JSONFragment?
    /// From 0 to 1.
    public var confidenceScore: JSONNumber?
    /// `enum`, `tags`, `text`, `number` …
    public var displayType: String?
    public var displayName: String?
    /// The values to choose from.
    public var enumValues: [String]?
    public var numberRange: NumberRange?
    /// `higher_is_better` or `lower_is_better`.
    public var direction: String?
    public var isAnalyzable: Bool?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case id, name, value
      case confidenceScore = "confidence_score"
      case displayType = "display_type"
      case displayName = "display_name"
      case enumValues = "enum_values"
      case numberRange = "number_range"
      case direction
      case isAnalyzable = "is_analyzable"
    }
  }

  /// Between which numbers a measurement lies.
  public struct NumberRange: SparseFacet {
    public var min: JSONNumber?
    public var max: JSONNumber?
    /// Whether it is a whole number.
    public var integer: Bool?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case min, max, integer
    }
  }
}

extension FacetKey<Generation> {
  public static var generation: Self { Self("generation") }
}
