import AdapterKit
import EventModel
import Store

/// Why a file was not got.
package enum FetchFailure: Error, Hashable, Sendable {
  /// It may be had later; not before that long, when somebody said so.
  case passing(after: Duration?, DeliveryError)
  /// It will never be had.
  case lasting(UnavailableReason, DeliveryError)

  static func tooLarge(_ limit: Int) -> FetchFailure {
    .lasting(
      .tooLarge, DeliveryError(.fileTooLarge, "the file has more than \(limit) bytes"))
  }

  /// An answer that was no file.
  init(status: Int) {
    let error = DeliveryError(
      .downloadFailed, code: "\(status)", "the address answers \(status)")
    switch status {
    case 200..<300, 408, 425, 429, 500...: self = .passing(after: nil, error)
    default: self = .lasting(.sourceUnavailable, error)
    }
  }

  init(_ failure: SendFailure) {
    switch failure {
    case .rejected(let error) where error.kind == .fileTooLarge:
      self = .lasting(Self.word(of: error) ?? .tooLarge, error)
    case .rejected(let error), .without(_, let error), .moved(_, let error):
      self = .lasting(
        .sourceUnavailable,
        DeliveryError(.downloadFailed, code: error.code, error.reason))
    case .throttled(let wait, _, let error): self = .passing(after: wait, error)
    case .unavailable(let error), .uncertain(let error), .unauthorized(let error):
      self = .passing(after: nil, error)
    case .alreadyDone:
      self = .passing(after: nil, DeliveryError(.downloadFailed, "no file came"))
    }
  }

  /// The reason that an adapter says itself, in one word: `project_upload_limit_exceeded` would
  /// blame a bound of ours for one of the platform's.
  private static func word(of error: DeliveryError) -> UnavailableReason? {
    let isWord = error.reason.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
    }
    return isWord && !error.reason.isEmpty ? UnavailableReason(rawValue: error.reason) : nil
  }

  package var error: DeliveryError {
    switch self {
    case .passing(_, let error), .lasting(_, let error): error
    }
  }
}
