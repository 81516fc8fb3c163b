import AdapterKit
import EventModel

/// What one kind of refusal means; the first row that fits an answer counts.
///
/// Descriptions are texts for people, matched without regard to letter case; `*` stands for any
/// text. Most are strings of the open server, the others are widely reported.
struct FailureRule {
  enum Outcome: Hashable {
    /// Too fast.
    case wait
    /// Nothing was done; trying again is harmless.
    case again
    /// It may have been done.
    case uncertain
    case refused
    /// The token is no good.
    case unauthorized
    /// It is so already.
    case done
    /// It would be taken without this.
    case without(Degradation)
    /// The chat has another number.
    case moved
    /// Telegram's name of a file is no good; its bytes may be.
    case upload
    /// A caption was edited as a text, or a text as a caption.
    case otherEdit
  }

  let codes: ClosedRange<Int>
  let kind: DeliveryError.Kind
  let outcome: Outcome
  let patterns: [String]

  static func first(code: Int, description: String) -> FailureRule? {
    let words = description.lowercased()
    return all.first { rule in
      rule.codes.contains(code) && rule.patterns.contains { fits(words, $0) }
    }
  }

  /// Whether the pieces of a pattern stand in a text in their order.
  private static func fits(_ words: String, _ pattern: String) -> Bool {
    var rest = words[...]
    for piece in pattern.split(separator: "*") {
      guard let found = rest.firstRange(of: piece.lowercased()) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }

  static func rule(
    _ code: Int, _ kind: DeliveryError.Kind, _ outcome: Outcome, _ patterns: [String]
  ) -> FailureRule {
    FailureRule(codes: code...code, kind: kind, outcome: outcome, patterns: patterns)
  }
}
