import AdapterKit
import EventModel
import JSON
import MIME

/// What a mail server reports of a letter of ours (RFC 3464), and a person's program of its being
/// shown (RFC 8098).
struct DeliveryReport {
  private enum Verdict {
    case failed(DeliveryError)
    case delivered
    case displayed
    /// Delayed, relayed, deleted unread: nothing that changes the letter.
    case nothing(String)
  }

  private let letter: IncomingLetter
  private let verdict: Verdict
  /// The letter it speaks of.
  private let original: String?

  /// Nil for a letter that is no report.
  init?(_ letter: IncomingLetter) {
    let root = letter.letter.root
    guard !letter.isOurs, root.mimeType == "multipart/report",
      let status = root.children.first(where: { Self.statusTypes.contains($0.mimeType) })
    else { return nil }
    self.letter = letter
    let fields = ReportFields(status.decoded())
    verdict = Self.verdict(fields, mimeType: status.mimeType)
    let returned = root.children.first { Self.returnedTypes.contains($0.mimeType) }
    let inside = returned.map { LetterIdentity(Letter($0.decoded())).messageID }
    original = fields["original-message-id"] ?? inside
  }

  private static let statusTypes: Set = [
    "message/delivery-status", "message/global-delivery-status",
    "message/disposition-notification",
  ]
  private static let returnedTypes: Set = [
    "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers",
  ]

  private static func verdict(_ fields: ReportFields, mimeType: String) -> Verdict {
    if mimeType == "message/disposition-notification" {
      let disposition = fields["disposition"]?.lowercased() ?? ""
      return disposition.contains("displayed") ? .displayed : .nothing("email_mdn")
    }
    switch fields["action"]?.lowercased() {
    case "delivered": return .delivered
    case "delayed", "relayed", "expanded": return .nothing("email_report_without_change")
    default: return .failed(error(fields))
    }
  }

  private static func error(_ fields: ReportFields) -> DeliveryError {
    let diagnostic = fields["diagnostic-code"] ?? ""
    let words = String(
      diagnostic.drop { $0 != ";" }.drop { $0 == ";" || $0.isWhitespace })
    let status = fields["status"] ?? "5.0.0"
    // The server's own line says more than the report's summary.
    let reply = SMTPReply([Array(words.utf8)]) ?? SMTPReply([Array("550 \(status) \(words)".utf8)])
    guard let error = reply?.failure.error else {
      return DeliveryError(.unknown, code: status, words)
    }
    return DeliveryError(error.kind, code: error.code, error.reason)
  }

  /// The change of the letter it speaks of; of a letter that nobody knows, a failure is still worth
  /// a row.
  var reading: Reading {
    switch verdict {
    case .nothing(let silence): Reading([], silence: silence)
    case .delivered: changed(.delivered, orElse: nil)
    case .displayed: changed(.read, orElse: nil)
    case .failed(let error): changed(.undeliverable(error), orElse: unmatched(error))
    }
  }

  private func changed(_ change: Change, orElse other: EventDraft?) -> Reading {
    guard let original else { return Reading(other.map { [.event($0)] } ?? []) }
    let draft = ChangeDraft(
      of: ThreadAddress.message(original), change, at: letter.occurredAt, claims: claims,
      otherwise: other)
    return Reading([.change(draft)])
  }

  private var claims: [Claim] {
    ["letter:\(letter.identity.messageID)", letter.arrival.claim].compactMap(\.self)
      .map { Claim($0, at: letter.occurredAt) }
  }

  /// A bounce of no known letter: about the channel, in no dialog, never a new dialog with a mail
  /// server.
  private func unmatched(_ error: DeliveryError) -> EventDraft {
    var draft = EventDraft(
      .stateChanged, target: Event.Target(.control, id: letter.channel.rawValue),
      at: letter.occurredAt, by: .system,
      links: EventDraft.Links(dialog: [], claims: claims))
    draft.place = Event.Place(sourceContext: letter.sourceContext)
    draft.tags = ["email:bounce"]
    draft.facets["error"] = .object {
      $0.member("code", "delivery_failed")
      $0.member("error_type", error.kind)
      $0.member("message", error.reason)
    }
    return draft
  }
}
