import AdapterKit
import EventModel
import JSON
import Settings

/// What VK says went wrong, and what follows from it (FIELDS §11).
struct VKError {
  let code: Int64
  /// VK's own words, in English whatever the language, cut and free of the token.
  let reason: String
  /// Of a chat a closed door means that we were removed.
  private let isOfChat: Bool

  private static let longestReason = 300

  /// `{"error_code", "error_msg"}` of a whole call, or `{"code", "description"}` of one recipient.
  init(_ error: JSONView, of call: VKCall, hiding token: Secret) {
    isOfChat = call.isToChat
    code = error["error_code"].int ?? error["code"].int ?? 0
    let words = error["error_msg"].string ?? error["description"].string ?? "no reason given"
    reason = String(
      words.replacing(token.reveal(), with: Secret.mask).prefix(Self.longestReason))
  }

  /// Codes by reaction; a code that nobody here knows is a no.
  var failure: SendFailure {
    switch code {
    case 6: .throttled(retryAfter: .seconds(1), .channel, error(.rateLimit))
    case 9: .throttled(retryAfter: .seconds(60), .conversation, error(.rateLimit))
    case 29, 103, 601: .throttled(retryAfter: .seconds(3600), .channel, error(.rateLimit))
    case 32: .throttled(retryAfter: .seconds(3), .channel, error(.rateLimit))
    case 43: .unavailable(error(.platformError))
    case 1, 10, 36: .uncertain(error(.platformError))
    case 5, 27, 28, 1114, 1116...1118: .unauthorized(error(.invalidToken))
    default: .rejected(error(refusedKind))
    }
  }

  private var refusedKind: DeliveryError.Kind {
    switch code {
    case 18, 900, 901, 902: .userBlocked
    case 917: isOfChat ? .botRemoved : .chatNotFound
    case 912: .botRemoved
    case 104, 936, 945: .chatNotFound
    case 910, 913, 914: .messageTooLong
    case 7, 14, 15, 100, 911, 925, 940...950: .platformError
    default: .unknown
    }
  }

  private func error(_ kind: DeliveryError.Kind) -> DeliveryError {
    DeliveryError(kind, code: String(code), reason)
  }
}
