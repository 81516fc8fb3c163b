import AdapterKit
import JSON

/// How a message should go out, as the body's `options` say.
struct SendOptions: Sendable {
  /// What the markup of a text is.
  enum Markup: String, CaseIterable, Sendable { case plain, markdown, html }

  var markup = Markup.plain
  var isSilent = false
  var hidesPreview = false
  /// Whether a text that is too long may stand in several messages.
  var splits = true
  /// Whether what the channel cannot do is done in another way.
  var degrades = true
  var lifetime: Duration?

  static let lifetimes: ClosedRange<Int64> = 1...604_800

  init() {}

  init(_ reader: inout BodyReader) {
    let options = reader.object("options") { reader -> SendOptions? in
      var options = SendOptions()
      let words = Markup.allCases.map(\.rawValue)
      options.markup =
        reader.choice("parse", of: words).flatMap { Markup(rawValue: $0) } ?? .plain
      options.isSilent = reader.flag("silent") ?? false
      options.hidesPreview = reader.flag("disable_preview") ?? false
      options.splits = reader.flag("split_long") ?? true
      options.degrades = reader.flag("degrade") ?? true
      options.lifetime = reader.number("expires_in", in: Self.lifetimes).map { .seconds($0) }
      return options
    }
    self = options ?? SendOptions()
  }
}

extension SendOptions {
  /// Refuses what would be done in another way than was asked, where the caller wants it so or not
  /// at all.
  func check(_ plan: Plan) throws(APIProblem) {
    let refused = plan.degradations.filter { !degrades || ($0 == .textSplit && !splits) }
    guard !refused.isEmpty else { return }
    var problem = APIProblem(
      .capabilityMissing,
      "the channel would do it otherwise: " + refused.map(\.rawValue).joined(separator: ", "))
    problem.more = [JSONMember("degradations", JSONFragment { $0.value(refused) })]
    throw problem
  }
}
