import HTTPTypes
import Hummingbird
import JSON

/// Why a request was not done, as RFC 9457 tells it.
struct APIProblem: Error, Sendable {
  /// The kind of a problem: its status, its stable code and its title.
  enum Kind: String, Sendable {
    case unauthenticated = "auth.missing"
    case missingScope = "auth.scope"
    case notJSON = "validation.not_json"
    case invalid = "validation.failed"
    case notFound = "not_found"
    case wrongMethod = "method_not_allowed"
    case gone
    case conflict
    case versionConflict = "version_conflict"
    case keyReused = "idempotency_key_reused"
    case deliveryRefMismatch = "delivery_ref_mismatch"
    case channelMissing = "channel_unhealthy"
    case capabilityMissing = "capability_missing"
    case cursorExpired = "cursor_expired"
    case rateLimited = "rate_limited"
    case platformRejected = "platform_rejected"
    case platformSilent = "platform_no_answer"
    case tooLarge = "payload_too_large"
    case unsupportedType = "unsupported_media_type"
    case rangeNotSatisfiable = "range_not_satisfiable"
    case attachmentPending = "attachment_pending"
    case notRefetchable = "attachment_not_refetchable"
    case unavailable = "unavailable"
    case full = "storage_full"
    case `internal` = "internal"
  }

  /// One thing that is wrong, and where: `#/content` in the body, `?limit` in the query.
  struct Fault: Hashable, Sendable {
    let pointer: String
    let detail: String

    init(_ pointer: String, _ detail: String) {
      self.pointer = pointer
      self.detail = detail
    }
  }

  let kind: Kind
  let detail: String
  var faults: [Fault] = []
  /// Further members of the answer.
  var more: [JSONMember] = []
  var headers = HTTPFields()

  init(_ kind: Kind, _ detail: String, faults: [Fault] = []) {
    self.kind = kind
    self.detail = detail
    self.faults = faults
    switch kind {
    case .unauthenticated: headers[.wwwAuthenticate] = "Bearer"
    case .rateLimited, .unavailable: headers[.retryAfter] = "2"
    case .attachmentPending: headers[.retryAfter] = "1"
    default: break
    }
  }

  /// Everything that is wrong with a request's parts.
  init(_ faults: [Fault]) {
    let count = faults.count == 1 ? "1 part is wrong" : "\(faults.count) parts are wrong"
    self.init(.invalid, count, faults: faults)
  }

  func response(at path: String, requestID: String) -> Response {
    let body = JSONFragment.object {
      $0.member("type", "https://channeld.dev/problems/\(kind.rawValue)")
      $0.member("title", kind.title)
      $0.member("status", kind.status.code)
      $0.member("code", kind.rawValue)
      $0.member("detail", detail)
      $0.member("instance", path)
      $0.member("request_id", requestID)
      if !faults.isEmpty { $0.member("errors", faults) }
      $0.members(more)
    }
    var response = Response(status: kind.status, json: body.bytes, headers: headers)
    response.headers[.contentType] = "application/problem+json"
    return response
  }
}

extension APIProblem.Fault: JSONWritable {
  func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("pointer", pointer)
      $0.member("detail", detail)
    }
  }
}

extension APIProblem.Kind {
  var status: HTTPResponse.Status {
    switch self {
    case .unauthenticated: .unauthorized
    case .missingScope: .forbidden
    case .notJSON: .badRequest
    case .invalid, .keyReused: .unprocessableContent
    case .notFound: .notFound
    case .wrongMethod: .methodNotAllowed
    case .gone: .gone
    case .deliveryRefMismatch, .channelMissing, .capabilityMissing, .cursorExpired, .conflict,
      .platformRejected:
      .conflict
    case .versionConflict: .preconditionFailed
    case .platformSilent: .gatewayTimeout
    case .rateLimited: .tooManyRequests
    case .tooLarge: .contentTooLarge
    case .unsupportedType: .unsupportedMediaType
    case .rangeNotSatisfiable: .rangeNotSatisfiable
    case .attachmentPending, .notRefetchable: .conflict
    case .unavailable: .serviceUnavailable
    case .full: .init(code: 507, reasonPhrase: "Insufficient Storage")
    case .internal: .internalServerError
    }
  }

  var title: String {
    switch self {
    case .unauthenticated: "A valid API key is required"
    case .missingScope: "The API key may not do this"
    case .notJSON: "The request body is not JSON"
    case .invalid: "The request is not valid"
    case .notFound: "There is no such thing"
    case .wrongMethod: "This is not done that way"
    case .gone: "It is too late, or it is not there any more"
    case .conflict: "The message is in another state"
    case .versionConflict: "The event has changed since"
    case .platformRejected: "The platform refuses it"
    case .platformSilent: "The platform did not answer"
    case .keyReused: "The idempotency key was used for another request"
    case .deliveryRefMismatch: "The reply reference belongs to another conversation"
    case .channelMissing: "The channel is not at work"
    case .capabilityMissing: "The channel has no such ability"
    case .cursorExpired: "The place in the change log is not kept"
    case .rateLimited: "Too many at once"
    case .tooLarge: "The request body is too large"
    case .unsupportedType: "The request body is of a type that is not read here"
    case .rangeNotSatisfiable: "There are no such bytes"
    case .attachmentPending: "The file is on its way"
    case .notRefetchable: "The file cannot be got anew"
    case .unavailable: "The store does not answer for now"
    case .full: "No space is left"
    case .internal: "Something went wrong here"
    }
  }
}
