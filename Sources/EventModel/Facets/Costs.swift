/// What an event cost, by kind of work.
public struct Costs: SparseFacet {
  /// Of language models.
  public var text: TokenUsage?
  /// Of looking at images.
  public var vision: TokenUsage?
  public var imageGeneration: ImageUsage?
  public var audioGeneration: AudioUsage?
  public var speechRecognition: SpeechUsage?
  public var metricsExtraction: TokenUsage?
  /// `tokens` or `messages`.
  public var billingMode: String?
  /// ISO 4217.
  public var clientCurrency: String?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case text, vision
    case imageGeneration = "image_generation"
    case audioGeneration = "audio_generation"
    case speechRecognition = "speech_recognition"
    case metricsExtraction = "metrics_extraction"
    case billingMode = "billing_mode"
    case clientCurrency = "client_currency"
  }
}

extension FacetKey<Costs> {
  public static var costs: Self { Self("costs") }
}
