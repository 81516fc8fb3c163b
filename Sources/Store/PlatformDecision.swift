import AdapterKit
import EventModel

/// Whether the platform must be asked to edit or delete a message, told before anything is asked
/// (FIELDS §10).
package struct PlatformDecision: Hashable, Sendable {
  package let state: PlatformAction.State
  package let isRequired: Bool
  package let reason: PlatformAction.Reason?
  /// Words for those who mend it.
  package let error: String?

  /// What is wanted.
  package enum Wish: Hashable, Sendable {
    case edit
    /// For everybody, where the platform can do that.
    case delete
    /// On our side alone.
    case deleteHere
    /// It was done at the platform already; only our row follows.
    case followSource
  }

  /// How a row stands, as far as it matters here.
  package struct Standing: Hashable, Sendable {
    /// A message of the conversation; else a note or the act of a program.
    package var isMessage: Bool
    /// How far it is in the outbox; nil of what we did not send.
    package var sending: EventStatus.Sending.State?
    /// Whether any of it may have left: a part bears the mark.
    package var hasLeft: Bool
    /// Whether the platform's name of it is known.
    package var isNamed: Bool
    /// Since it was written.
    package var age: Duration

    package init(
      isMessage: Bool = true, sending: EventStatus.Sending.State?, hasLeft: Bool, isNamed: Bool,
      age: Duration
    ) {
      self.isMessage = isMessage
      self.sending = sending
      self.hasLeft = hasLeft
      self.isNamed = isNamed
      self.age = age
    }
  }

  private init(
    _ state: PlatformAction.State, isRequired: Bool, _ reason: PlatformAction.Reason?,
    error: String? = nil
  ) {
    self.state = state
    self.isRequired = isRequired
    self.reason = reason
    self.error = error
  }

  /// The platform is to be asked.
  package static let pending = Self(.pending, isRequired: true, nil)

  /// The platform was asked, and has done it.
  package static let succeeded = Self(.succeeded, isRequired: true, nil)

  /// The platform was to be asked, and cannot be.
  package static func failed(_ reason: PlatformAction.Reason, _ error: String) -> Self {
    Self(.failed, isRequired: true, reason, error: error)
  }

  /// There is nothing to ask of the platform.
  package static func notRequired(_ reason: PlatformAction.Reason) -> Self {
    Self(.notRequired, isRequired: false, reason)
  }

  /// - Parameter place: what can be done in the row's conversation.
  package init(_ wish: Wish, of row: Standing, in place: Abilities.Place) {
    self = Self.decision(wish, of: row, in: place)
  }

  private static func decision(
    _ wish: Wish, of row: Standing, in place: Abilities.Place
  ) -> Self {
    if wish == .followSource { return .notRequired(.editedOnSource) }
    if wish == .deleteHere || !row.isMessage { return .notRequired(.notNeeded) }
    if row.sending == .queued, !row.hasLeft { return .notRequired(.notAttempted) }
    let grant = place.grant(wish == .edit ? .edit : .delete)
    switch grant {
    case .no, .needs: return .notRequired(.notSupported)
    case .yes, .within: break
    }
    let isThere = row.sending == nil || row.sending == .sent
    guard isThere, row.isNamed else {
      return .failed(.missingExternalID, "the platform has not named the message")
    }
    guard grant.holds(atAge: row.age) else {
      return .failed(.failed, "the message is too old: the platform would refuse")
    }
    return .pending
  }

  /// The block of the row that tells it.
  package func action(on platform: Platform?, at now: Timestamp) -> PlatformAction {
    var action = PlatformAction(state: state, required: isRequired)
    action.reason = reason
    action.error = error
    action.channelType = platform
    action.requestedAt = now
    action.updatedAt = now
    return action
  }
}
