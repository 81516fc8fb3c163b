import JSON

extension Costs {
  /// The tokens a language model took.
  public struct TokenUsage: SparseFacet {
    public var model: String?
    public var promptTokens: Int64?
    public var completionTokens: Int64?
    public var totalTokens: Int64?
    public var cachedTokens: Int64?
    public var uncachedTokens: Int64?
    public var audioTokens: Int64?
    public var reasoningTokens: Int64?
    public var completionAudioTokens: Int64?
    public var acceptedPredictionTokens: Int64?
    public var rejectedPredictionTokens: Int64?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case model
      case promptTokens = "prompt_tokens"
      case completionTokens = "completion_tokens"
      case totalTokens = "total_tokens"
      case cachedTokens = "cached_tokens"
      case uncachedTokens = "uncached_tokens"
      case audioTokens = "audio_tokens"
      case reasoningTokens = "reasoning_tokens"
      case completionAudioTokens = "completion_audio_tokens"
      case acceptedPredictionTokens = "accepted_prediction_tokens"
      case rejectedPredictionTokens = "rejected_prediction_tokens"
    }
  }

  /// What making images took.
  public struct ImageUsage: SparseFacet {
    public var model: String?
    /// `per_image`, `quality_size_matrix` or `image_token_usage`.
    public var pricingType: String?
    /// `generate` or `edit`.
    public var operation: String?
    public var quality: String?
    public var size: String?
    public var imageCount: Int64?
    public var textInputTokens: Int64?
    public var imageInputTokens: Int64?
    public var imageOutputTokens: Int64?
    public var cachedInputTokens: Int64?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case model
      case pricingType = "pricing_type"
      case operation, quality, size
      case imageCount = "image_count"
      case textInputTokens = "text_input_tokens"
      case imageInputTokens = "image_input_tokens"
      case imageOutputTokens = "image_output_tokens"
      case cachedInputTokens = "cached_input_tokens"
    }
  }

  /// What making speech took.
  public struct AudioUsage: SparseFacet {
    public var model: String?
    /// By what is paid: characters, minutes or tokens.
    public var pricingType: String?
    /// Characters spoken.
    public var charCount: Int64?
    public var textInputTokens: Int64?
    public var audioOutputTokens: Int64?
    public var durationSeconds: JSONNumber?
    public var voice: String?
    /// 1 is the usual pace.
    public var speed: JSONNumber?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case model
      case pricingType = "pricing_type"
      case charCount = "char_count"
      case textInputTokens = "text_input_tokens"
      case audioOutputTokens = "audio_output_tokens"
      case durationSeconds = "duration_seconds"
      case voice, speed
    }
  }

  /// What recognising speech took.
  public struct SpeechUsage: SparseFacet {
    public var model: String?
    /// By what is paid: characters, minutes or tokens.
    public var pricingType: String?
    public var durationSeconds: JSONNumber?
    public var language: String?
    public var textInputTokens: Int64?
    public var textOutputTokens: Int64?
    public var audioInputTokens: Int64?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case model
      case pricingType = "pricing_type"
      case durationSeconds = "duration_seconds"
      case language
      case textInputTokens = "text_input_tokens"
      case textOutputTokens = "text_output_tokens"
      case audioInputTokens = "audio_input_tokens"
    }
  }
}
