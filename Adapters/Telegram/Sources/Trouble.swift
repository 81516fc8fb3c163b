import AdapterKit
import EventModel
import JSON
import Settings

/// An answer of Telegram that is no success, and what follows from it.
struct Trouble {
  let code: Int
  /// Telegram's own words, cut and without our secrets.
  let reason: String
  private let retryAfter: Duration
  /// The number of the supergroup that a group has become.
  private let newChat: Int64?
  private let secrets: [Secret]

  private static let longestReason = 300
  /// Telegram has been seen to ask for a day.
  private static let waits: ClosedRange<Int64> = 1...86_400

  init(_ response: TransferResponse, _ root: JSONView?, secrets: [Secret]) {
    let status = root?["error_code"].int.flatMap { Int(exactly: $0) } ?? response.status
    code = (200..<300).contains(response.status) && root == nil ? 0 : status
    self.secrets = secrets
    let words = root?["description"].nonEmpty ?? "HTTP \(response.status) without a description"
    reason = String(Self.clean(words, of: secrets).prefix(Self.longestReason))
    newChat = root?["parameters"]["migrate_to_chat_id"].int
    let seconds =
      root?["parameters"]["retry_after"].int
      ?? response.headers.value(of: "Retry-After").flatMap { Int64($0) } ?? Self.waits.lowerBound
    retryAfter = .seconds(min(max(seconds, Self.waits.lowerBound), Self.waits.upperBound))
  }

  private static func clean(_ words: String, of secrets: [Secret]) -> String {
    secrets.reduce(words) { $0.replacing($1.reveal(), with: Secret.mask) }
  }

  var failure: SendFailure {
    guard let rule = FailureRule.first(code: code, description: reason) else {
      return .uncertain(error(.platformError))
    }
    switch rule.outcome {
    case .wait: return .throttled(retryAfter: retryAfter, .conversation, error(rule.kind))
    case .again: return .unavailable(error(rule.kind))
    case .uncertain: return .uncertain(error(rule.kind))
    case .refused, .upload, .otherEdit: return .rejected(error(rule.kind))
    case .unauthorized: return .unauthorized(error(rule.kind))
    case .done: return .alreadyDone
    case .without(let degradation): return .without(degradation, error(rule.kind))
    case .moved:
      guard let newChat else { return .rejected(error(rule.kind)) }
      return .moved(to: Address.chat(String(newChat), .group), error(rule.kind))
    }
  }

  private func error(_ kind: DeliveryError.Kind) -> DeliveryError {
    DeliveryError(kind, code: code == 0 ? nil : String(code), reason)
  }
}
