import AdapterKit
import EventModel
import JSON

/// How an operation of ours goes on, on its row.
extension Ledger {
  /// The files of a part are on their way to the platform.
  package mutating func beganUploading(
    _ operation: Operation, _ files: Set<String>
  ) throws(StoreError) {
    guard var event = try state.newest(of: operation.event) else { return }
    event.setDelivery(.uploading, of: files)
    if operation.kind.isNewMessage, event.sending == .queued {
      event.setSending(.uploadingAttachments)
    }
    try change(&event, kind: .statusChanged)
  }

  /// A part is about to go out.
  package mutating func beganSending(
    _ operation: Operation, _ files: Set<String>
  ) throws(StoreError) {
    guard operation.kind.isNewMessage, var event = try state.newest(of: operation.event),
      event.sending == .queued || event.sending == .uploadingAttachments
    else { return }
    event.setDelivery(.uploaded, of: files)
    event.setSending(.sendingToPlatform)
    try change(&event, kind: .statusChanged)
  }

  /// A part will be tried again later.
  package mutating func requeued(
    _ operation: Operation, _ error: DeliveryError?
  ) throws(StoreError) {
    guard operation.kind.isNewMessage, var event = try state.newest(of: operation.event),
      event.sending == .sendingToPlatform || event.sending == .uploadingAttachments
    else { return }
    event.setSending(.queued, after: error)
    try change(&event, kind: .statusChanged)
  }

  /// A part arrived; the message is sent when all have.
  package mutating func arrived(
    _ operation: Operation, _ receipt: PartReceipt, part: PartPlace
  ) throws(StoreError) {
    for (message, place) in zip(receipt.messages, PartPlace.places(of: part.number)) {
      try state.name(operation.event, message, at: place)
    }
    for alias in receipt.aliases { try state.name(operation.event, alias, at: -1) }
    guard operation.kind.isNewMessage else {
      return part.isLast ? try settlePlatformAction(operation, .succeeded) : ()
    }
    guard var event = try state.newest(of: operation.event) else { throw .notFound }
    if event.externalMessageID == nil || part.number == 0, let first = receipt.messages.first {
      event.externalMessageID = first.id
    }
    let wasBroken = event.isBroken
    event.setDelivery(.sent, of: part.files)
    if part.isLast { try becameSent(&event, at: receipt.sentAt ?? now) }
    try change(&event, kind: .statusChanged, wasBroken: wasBroken)
    if part.isLast { try readAhead(event, receipt.messages) }
  }

  /// The whole message is at the other side.
  private mutating func becameSent(_ event: inout Event, at time: Timestamp) throws(StoreError) {
    guard event.sending != .sent else { return }
    event.setSent(at: time)
    if let dialog = event.scope.dialog, let document = try state.document(of: dialog) {
      var counters = try state.counters(of: dialog)
      counters.countSent(in: document.address.dialogType, at: now)
      try state.save(counters, of: dialog)
    }
  }

  /// Somebody says that a message arrived whose outcome nobody knows.
  package mutating func assumedSent(_ operation: Operation) throws(StoreError) {
    guard operation.kind.isNewMessage else {
      return try settlePlatformAction(operation, .succeeded)
    }
    guard var event = try state.newest(of: operation.event) else { throw .notFound }
    let wasBroken = event.isBroken
    try becameSent(&event, at: now)
    try change(&event, kind: .statusChanged, wasBroken: wasBroken)
  }

  /// Nobody knows whether a part arrived, or some did and others not; that stays so until somebody
  /// decides.
  package mutating func becameUncertain(
    _ operation: Operation, _ error: DeliveryError
  ) throws(StoreError) {
    guard operation.kind.isNewMessage else {
      return try settlePlatformAction(operation, .pending, error)
    }
    guard var event = try state.newest(of: operation.event) else { throw .notFound }
    event.setUncertain(error)
    try change(&event, kind: .statusChanged)
  }

  /// It will not be sent any more.
  package mutating func failed(
    _ operation: Operation, _ error: DeliveryError
  ) throws(StoreError) {
    guard operation.kind.isNewMessage else {
      return try settlePlatformAction(operation, .failed, error)
    }
    guard var event = try state.newest(of: operation.event) else { throw .notFound }
    let wasBroken = event.isBroken
    event.setFailed(error, at: now)
    try change(&event, kind: .messageDeliveryFailed, wasBroken: wasBroken)
  }

  /// Somebody wants it tried again.
  package mutating func retried(_ operation: Operation) throws(StoreError) {
    guard var event = try state.newest(of: operation.event) else { throw .notFound }
    guard !event.isDeleted || operation.kind == .delete else { throw .conflict(.deleted) }
    guard operation.kind.isNewMessage else {
      return try settlePlatformAction(operation, .pending)
    }
    let wasBroken = event.isBroken
    event.setQueuedAgain()
    try change(&event, kind: .statusChanged, wasBroken: wasBroken)
  }

  /// Somebody does not want it sent any more.
  package mutating func cancelled(_ operation: Operation) throws(StoreError) {
    guard operation.kind.isNewMessage else {
      return try settlePlatformAction(
        operation, .failed, DeliveryError(.unknown, "it was cancelled"))
    }
    guard var event = try state.newest(of: operation.event) else { throw .notFound }
    event.setCancelled(at: now)
    try change(&event, kind: .messageDeliveryFailed)
  }

  /// A part lost something that the platform does not take.
  package mutating func mended(
    _ operation: Operation, _ degradation: Degradation
  ) throws(StoreError) {
    guard var event = try state.newest(of: operation.event) else { throw .notFound }
    event.add(tag: degradation.tag)
    if operation.kind.isNewMessage { event.setSending(.queued) }
    try change(&event, kind: .statusChanged)
  }
}

/// Which part of an operation it is.
package struct PartPlace: Sendable {
  package let number: Int
  /// Whether all others have arrived.
  package let isLast: Bool
  /// The attachments that it carried.
  package let files: Set<String>

  package init(_ number: Int, isLast: Bool, files: Set<String> = []) {
    self.number = number
    self.isLast = isLast
    self.files = files
  }

  /// The places that the messages of a part have among those of its row.
  package static func places(of number: Int) -> Range<Int> {
    number * 1000..<(number + 1) * 1000
  }
}
