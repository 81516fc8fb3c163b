import Hummingbird

/// What is known of a request beside the request itself.
struct APIContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// Stands in the answer, in problems and in the log.
  var requestID = ""
  var caller = Caller.nobody

  init(source: ApplicationRequestContextSource) { coreContext = .init(source: source) }

  /// The `:id` of the path.
  var identifier: String { PercentCoding.decoded(parameters.get("id") ?? "") }
}
