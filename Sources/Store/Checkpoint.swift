import AdapterKit
import EventModel
import JSON

/// One step of an operation on its way out.
package struct Checkpoint: Hashable, Sendable {
  /// What was reached.
  package struct Step: OpenName {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let queued: Self = "queued"
    package static let uploading: Self = "uploading_attachments"
    package static let sending: Self = "sending_to_platform"
    package static let sent: Self = "sent"
    package static let failed: Self = "failed"
    package static let uncertain: Self = "uncertain"
    /// Its outcome is being looked for.
    package static let unknown: Self = "unknown"
    package static let mended: Self = "mended"
    package static let moved: Self = "moved"
    package static let replanned: Self = "replanned"
    package static let cancelled: Self = "cancelled"
    package static let assumedSent: Self = "assumed_sent"
  }

  package let operation: EventID
  package let kind: OperationKind
  package let at: Timestamp
  package let step: Step
  /// The part it is about, from 0.
  package var part: Int?
  /// How often the part was tried then.
  package var attempt: Int?
  package var nextAttemptAt: Timestamp?
  /// Why, with the platform's own words.
  package var error: DeliveryError?
  /// What the platform called what arrived.
  package var messages: [MessageKey] = []
  /// What was lost.
  package var degradation: Degradation?

  package init(_ step: Step, of operation: EventID, _ kind: OperationKind, at: Timestamp) {
    self.step = step
    self.operation = operation
    self.kind = kind
    self.at = at
  }
}

extension Checkpoint: JSONWritable {
  package func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("operation_id", operation)
      $0.member("kind", kind.word)
      $0.member("at", at)
      $0.member("state", step)
      $0.member("part", part.map(Int64.init))
      $0.member("attempt", attempt.map(Int64.init))
      $0.member("next_attempt_at", nextAttemptAt)
      $0.member("error_type", error?.kind)
      $0.member("code", error?.code)
      $0.member("reason", error?.reason)
      $0.member("degradation", degradation)
      if !messages.isEmpty { $0.member("external_message_ids", messages.map(\.id)) }
    }
  }
}
