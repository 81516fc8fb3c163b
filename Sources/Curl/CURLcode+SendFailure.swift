import AdapterKit
import CCurl
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

/// `words` without the secrets and the addresses in it, and not longer than a log line should be.
func shown(_ words: String, without secrets: [Secret]) -> String {
  let mask = SecretMask()
  secrets.forEach(mask.hide)
  return String(mask.masked(words).prefix(longestWords))
}

/// Of an error's text, in characters.
let longestWords = 300
