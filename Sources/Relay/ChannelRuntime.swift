import AdapterKit
import EventModel
import Store
import Synchronization

/// A channel that runs: its adapter, who we are there, and how it fares.
package final class ChannelRuntime: Sendable {
  package let record: ChannelRecord
  package let adapter: any ChannelAdapter
  /// The last path element of its webhook.
  package let slug: String?
  /// The pace of everything that we do there.
  package let gate: RateGate
  /// How fast that is.
  package let pace: Pace
  package let typing = TypingBoard()
  private let state: Mutex<State>

  private struct State {
    var identity: ChannelIdentity
    var troubles: [String: String] = [:]
    var isBound = false
  }

  /// - Parameter pace: how fast to go; nil means as fast as the adapter says.
  package init(
    _ record: ChannelRecord, adapter: any ChannelAdapter, slug: String?, pace: Pace? = nil
  ) {
    self.record = record
    self.adapter = adapter
    self.slug = slug
    self.pace = pace ?? adapter.abilities.pace
    gate = RateGate(pace: self.pace)
    state = Mutex(State(identity: adapter.identity))
  }

  package var identity: ChannelIdentity { state.withLock { $0.identity } }

  /// The platform has told us who we are.
  package func bind(as identity: ChannelIdentity) {
    state.withLock { state in
      state.identity = identity
      state.isBound = true
    }
  }

  /// Notes what is wrong with one part of the channel (`transport`, `sending` …), or that it is
  /// well again.
  package func report(_ trouble: String?, in part: String) {
    state.withLock { $0.troubles[part] = trouble }
  }

  package var health: ChannelHealth {
    state.withLock { state in
      ChannelHealth(
        isBound: state.isBound,
        reasons: state.troubles.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" })
    }
  }
}

/// How a channel fares, in the reference's words.
package struct ChannelHealth: Hashable, Sendable {
  package let isBound: Bool
  /// What is wrong; empty when nothing is.
  package let reasons: [String]

  /// `ok`, `degraded`, or `unknown` before the platform was heard of.
  package var status: String {
    reasons.isEmpty ? (isBound ? "ok" : "unknown") : "degraded"
  }
}
