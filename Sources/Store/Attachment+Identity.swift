import EventModel

extension [Attachment] {
  /// Whether these are the same things; an adapter does not know our identifiers of them.
  func areTheSame(as others: [Attachment]) -> Bool {
    map(\.anonymous) == others.map(\.anonymous)
  }

  /// Gives each thing our identifier: that of the same thing among `known`, else a fresh one.
  func identified(like known: [Attachment] = [], by ids: EventIDs) -> [Attachment] {
    map { attachment in
      var attachment = attachment
      let same = known.first { $0.anonymous == attachment.anonymous }
      attachment.id = attachment.id ?? same?.id ?? ids.next()
      return attachment
    }
  }
}

extension Attachment {
  fileprivate var anonymous: Attachment {
    var copy = self
    copy.id = nil
    copy.source = nil
    return copy
  }
}
