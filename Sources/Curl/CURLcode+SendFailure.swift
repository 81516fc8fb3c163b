import AdapterKit
import CCurl
import EventModel
import Settings

/// How far a transfer had come when it ended.
enum Progress {
  /// Not a byte of ours left, or none that does a thing.
  case untouched
  /// A part of the request was written, perhaps all of it.
  case written
}

extension CURLcode {
  /// What a transfer that libcurl ended with this code means for those who asked for it.
  func failure(_ progress: Progress, words: String) -> SendFailure {
    func error(_ kind: DeliveryError.Kind) -> DeliveryError {
      DeliveryError(kind, code: "curl_\(rawValue)", words)
    }
    switch (self, progress) {
    case (CURLE_URL_MALFORMAT, .untouched), (CURLE_UNSUPPORTED_PROTOCOL, .untouched):
      return .rejected(error(.unknown))
    case (CURLE_FILE_COULDNT_READ_FILE, _):
      return .rejected(error(.uploadFailed))
    case (CURLE_OPERATION_TIMEDOUT, .untouched):
      return .unavailable(error(.timeout))
    case (CURLE_OPERATION_TIMEDOUT, .written):
      return .uncertain(error(.timeout))
    case (_, .untouched):
      return .unavailable(error(.platformError))
    case (_, .written):
      return .uncertain(error(.platformError))
    }
  }
}

extension CURLcode {
  /// Why a conversation could not be opened; the server's own lines tell more than libcurl's code.
  ///
  /// Opening has no effect on anybody, so it is never uncertain.
  func openingFailure(words: String, lines: [String]) -> SendFailure {
    switch self {
    case CURLE_LOGIN_DENIED:
      guard let refusal = lines.last(where: refusesCredentials) else {
        let reason = lines.last ?? words
        return .unavailable(DeliveryError(.platformError, code: "curl_\(rawValue)", reason))
      }
      return .unauthorized(DeliveryError(.invalidToken, code: "curl_\(rawValue)", refusal))
    default:
      return failure(.untouched, words: words)
    }
  }
}

/// Whether a server's line says that name and password, and not the hour or the load, are at fault:
/// RFC 5530 for IMAP, RFC 4954 for SMTP. `454`, `[UNAVAILABLE]`, `[LIMIT]` … pass.
private func refusesCredentials(_ line: String) -> Bool {
  ["534", "535", "538"].contains(line.prefix(3))
    || ["[AUTHENTICATIONFAILED]", "[AUTHORIZATIONFAILED]", "[EXPIRED]"]
      .contains { line.uppercased().contains($0) }
}

/// `words` without the secrets and the addresses in it, and not longer than a log line should be.
func shown(_ words: String, without secrets: [Secret]) -> String {
  let mask = SecretMask()
  secrets.forEach(mask.hide)
  return String(mask.masked(words).prefix(longestWords))
}

/// Of an error's text, in characters.
let longestWords = 300
