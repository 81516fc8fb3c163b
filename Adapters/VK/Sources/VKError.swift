import AdapterKit
import EventModel
import JSON
import Settings

/// What VK says went wrong, and what follows from it (FIELDS §11).
struct VKError {
  let code: Int64
  /// VK's own words, in English whatever the language, cut and free of the token.
  let reason: String
  private let call: VKCall

  private static let longestReason = 300

  /// `{"error_code", "error_msg"}` of a whole call, or `{"code", "description"}` of one recipient.
  init(_ error: JSONView, of call: VKCall, hiding token: Secret) {
    self.call = call
    code = error["error_code"].int ?? error["code"].int ?? 0
    let words = error["error_msg"].string ?? error["description"].string ?? "no reason given"
    reason = String(
      words.replacing(token.reveal(), with: Secret.mask).prefix(Self.longestReason))
  }

  /// Codes by reaction; a code that nobody here knows is a no.
  var failure: SendFailure {
    if let loss = mending { return .without(loss, error(refusedKind)) }
    switch code {
    case 6: return .throttled(retryAfter: .seconds(1), .channel, error(.rateLimit))
    case 9: return .throttled(retryAfter: .seconds(60), .conversation, error(.rateLimit))
    case 29, 103, 601:
      return .throttled(retryAfter: .seconds(3600), .channel, error(.rateLimit))
    case 32: return .throttled(retryAfter: .seconds(3), .channel, error(.rateLimit))
    case 43: return .unavailable(error(.platformError))
    case 1, 10, 36: return .uncertain(error(.platformError))
    case 5, 27, 28, 1114, 1116...1118: return unauthorized
    default: return .rejected(error(refusedKind))
    }
  }

  /// An administrator's token that is not taken closes comments, and not the channel.
  private var unauthorized: SendFailure {
    call.right == .community
      ? .unauthorized(error(.invalidToken)) : .rejected(error(.invalidToken))
  }

  /// What the message must do without so that VK takes it; the words count only for 100, which
  /// stands for every parameter.
  private var mending: Degradation? {
    switch code {
    case 911, 912: call.lossOfKeyboard
    case 913, 921, 969: call.isQuoting ? .quoteDropped : nil
    case 100 where call["format_data"] != nil && reason.contains("format"): .formattingPlain
    case 100 where call["keyboard"] != nil && reason.contains("keyboard"): call.lossOfKeyboard
    case 100 where reason.contains("forward") || reason.contains("reply"):
      call.isQuoting ? .quoteDropped : nil
    default: nil
    }
  }

  private var refusedKind: DeliveryError.Kind {
    switch code {
    case 18, 900, 901, 902: .userBlocked
    case 917: call.isToChat ? .botRemoved : .chatNotFound
    case 912, 922: .botRemoved
    case 104, 927, 936, 945: .chatNotFound
    case 910, 913, 914: .messageTooLong
    case 22, 105, 118, 121, 122, 129: .uploadFailed
    case 7, 14, 15, 100, 211...213, 222, 223, 801, 909, 911, 920, 921, 924, 925, 940...950, 969,
      1009...1011, 1401:
      .platformError
    default: .unknown
    }
  }

  private func error(_ kind: DeliveryError.Kind) -> DeliveryError {
    DeliveryError(kind, code: String(code), reason)
  }
}
