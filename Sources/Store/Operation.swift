import EventModel

/// An operation in the outbox, as its steps name it.
package struct Operation: Hashable, Sendable {
  package let id: EventID
  /// The row that it makes or changes.
  package let event: EventID
  package let kind: OperationKind

  package init(_ id: EventID, of event: EventID, _ kind: OperationKind) {
    self.id = id
    self.event = event
    self.kind = kind
  }
}

extension DuePart {
  package var name: Operation { Operation(operation, of: event, kind) }
}
