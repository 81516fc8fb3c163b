import AdapterKit
import EventModel

/// Does at once what its caller waits for: reactions, pins, signs of reading and typing, answers.
///
/// Nothing is queued, and each call is made once; all of them are harmless to repeat.
package struct DirectCalls: Sendable {
  private let transport: any Transport
  private let clock: any Clock<Duration>
  private let now: @Sendable () -> Timestamp

  /// A caller is not kept waiting for our own pace any longer.
  package static let longestWait: Duration = .seconds(10)

  package init(
    over transport: any Transport, clock: any Clock<Duration>,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.transport = transport
    self.clock = clock
    self.now = now
  }

  /// Plans it and makes its calls.
  ///
  /// - Parameter lane: the conversation whose pace it goes by.
  package func perform(
    _ outgoing: Outgoing, in lane: DialogID, of channel: ChannelRuntime
  ) async -> DirectResult {
    let plan: Plan
    do throws(Refusal) {
      plan = try channel.adapter.plan(outgoing, as: channel.identity)
    } catch {
      return .unsupported(error)
    }
    for part in plan.parts {
      let result = await make(part, in: lane, of: channel)
      guard case .done = result else { return result }
    }
    return .done(plan.degradations)
  }

  /// Makes one call, as soon as the pace allows it.
  func make(_ part: Part, in lane: DialogID, of channel: ChannelRuntime) async -> DirectResult {
    if let wait = await channel.gate.waitForTurn(
      of: part, in: lane, atMost: Self.longestWait, on: clock, now)
    {
      return .throttled(retryAfter: wait)
    }
    do throws(SendFailure) {
      _ = try await channel.adapter.send(part, with: [], over: transport)
      await channel.gate.served(lane, at: now())
      return .done([])
    } catch {
      return await result(of: error, lane, channel)
    }
  }

  private func result(
    of failure: SendFailure, _ lane: DialogID, _ channel: ChannelRuntime
  ) async -> DirectResult {
    let now = now()
    switch failure {
    case .alreadyDone:
      await channel.gate.served(lane, at: now)
      return .done([])
    case .throttled(let wait, let reach, _):
      await channel.gate.close(lane, reach, until: now.advanced(by: wait), at: now)
      return .throttled(retryAfter: wait)
    case .unauthorized(let error):
      channel.report(error.reason, in: "sending")
      return .refused(error)
    case .rejected(let error), .without(_, let error), .moved(_, let error):
      return .refused(error)
    case .unavailable(let error), .uncertain(let error):
      return .uncertain(error)
    }
  }
}

/// What became of a thing that its caller waited for.
package enum DirectResult: Hashable, Sendable {
  /// The platform has it; what was lost on the way is named.
  case done([Degradation])
  /// The platform's answer is no.
  case refused(DeliveryError)
  /// Too fast, by our pace or by the platform's word; nothing was done.
  case throttled(retryAfter: Duration)
  /// No answer came; it may be repeated.
  case uncertain(DeliveryError)
  /// The channel has no such thing, or the request is wrong.
  case unsupported(Refusal)
}
