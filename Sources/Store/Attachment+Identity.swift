import EventModel
import JSON

extension [Attachment] {
  /// Whether these are the same things; an adapter does not know our identifiers of them.
  func areTheSame(as others: [Attachment]) -> Bool {
    map(\.anonymous) == others.map(\.anonymous)
  }

  /// Gives each thing our identifier: that of the same thing among `known`, else a fresh one.
  func identified(like known: [Attachment] = [], by ids: EventIDs) -> [Attachment] {
    map { attachment in
      if let same = known.first(where: { $0.anonymous == attachment.anonymous }),
        attachment.id == nil || attachment.id == same.id
      {
        return same
      }
      var attachment = attachment
      attachment.id = attachment.id ?? ids.next()
      return attachment
    }
  }
}

extension Attachment {
  /// What we say of a thing besides what its platform says.
  private static let ours: Set<String> = [
    "preview_url", "storage_url", "upload_status", "upload_stage", "upload_error", "uploaded_at",
    "unavailable_reason", "sha256", "delivery_status", "delivery_stage", "delivery_error",
  ]

  fileprivate var anonymous: Attachment {
    var copy = self
    copy.id = nil
    copy.source = nil
    copy.fileSize = nil
    copy.mimeType = nil
    copy.more.removeAll { Self.ours.contains($0.name) }
    return copy
  }
}
