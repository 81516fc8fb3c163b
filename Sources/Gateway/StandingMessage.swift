import AdapterKit
import EventModel
import Relay
import Store

/// A row that somebody wants something done to, with its channel and its conversation.
struct StandingMessage: Sendable {
  let row: KnownRow
  let channel: ChannelRuntime
  let address: Dialog.Address
  let dialog: DialogID

  /// What can be done in its conversation.
  var place: Abilities.Place { channel.adapter.abilities.place(of: address) }

  func age(at now: Timestamp) -> Duration {
    let written = row.message.occurredAt.milliseconds
    return .milliseconds(max(0, now.milliseconds &- written))
  }

  /// Refuses what cannot be done to it, before anything is asked of the platform.
  func require(_ ability: Ability, at now: Timestamp) throws(APIProblem) {
    try requireThere()
    try place.require(ability, atAge: age(at: now))
    guard !row.message.keys.isEmpty else {
      throw APIProblem(.conflict, "the platform has not named the message")
    }
  }

  func requireThere() throws(APIProblem) {
    if row.isDeleted { throw APIProblem(.conflict, Obstacle.deleted.reason) }
  }

  /// Refuses what is on its way from the queue just now: its change would come too late for what is
  /// sent, and its outcome is known in a moment.
  func requireQuiet() throws(APIProblem) {
    guard row.sending == .queued, !row.isUntouched else { return }
    throw APIProblem(.conflict, Obstacle.alreadyBegun.reason)
  }

  func requireOurs(_ wish: String) throws(APIProblem) {
    guard row.message.isOurs else {
      throw APIProblem(.conflict, "the message is not ours: it cannot be \(wish)")
    }
  }

  /// Whether the platform must be asked, from how the row stands.
  func decision(_ wish: PlatformDecision.Wish, at now: Timestamp) -> PlatformDecision {
    let type = row.event.target.type
    let standing = PlatformDecision.Standing(
      isMessage: type == .message || type == .comment, sending: row.sending,
      hasLeft: !row.isUntouched, isNamed: !row.message.keys.isEmpty, age: age(at: now))
    return PlatformDecision(wish, of: standing, in: place)
  }
}

extension Abilities.Place {
  func require(_ ability: Ability, atAge age: Duration = .zero) throws(APIProblem) {
    let grant = grant(ability)
    guard !grant.holds(atAge: age) else { return }
    let reason =
      switch grant {
      case .needs(let key): "it needs the key \(key) in the channel's configuration"
      case .within: "the message is too old: the platform would refuse"
      case .yes, .no: "there is none in such conversations of this channel"
      }
    throw APIProblem(.capabilityMissing, "\(ability): \(reason)")
  }
}

/// Finds a row by the name a caller has for it.
struct MessageLookup: Sendable {
  let store: any Store
  let channels: ChannelDirectory

  func message(_ name: String) async throws -> StandingMessage {
    guard let row = try await store.known(EventID(name)) else {
      throw APIProblem(.notFound, "there is no such message")
    }
    guard let channel = channels[row.channel] else {
      throw APIProblem(.channelMissing, "the message's channel is not configured any more")
    }
    guard let dialog = row.dialog, let address = row.address else {
      throw APIProblem(.conflict, "the event belongs to no conversation")
    }
    return StandingMessage(row: row, channel: channel, address: address, dialog: dialog)
  }
}
