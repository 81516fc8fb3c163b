import AdapterKit
import EventModel
import JSON

/// A transport whose counted calls go at the channel's pace, for what a send needs beside its own
/// call.
struct PacedTransport<Carrier: Transport, Time: Clock<Duration>>: Transport {
  let carrier: Carrier
  let gate: RateGate
  /// The conversation that it is done for.
  let lane: DialogID
  let world: World<Time>

  /// Who waits so long comes back another time.
  private static var longestWait: Duration { .seconds(30) }

  func perform(_ request: TransferRequest) async throws(SendFailure) -> TransferResponse {
    if request.isCounted { try await waitForTurn() }
    return try await carrier.perform(request)
  }

  func open(_ endpoint: Endpoint) async throws(SendFailure) -> Carrier.Stream {
    try await carrier.open(endpoint)
  }

  private func waitForTurn() async throws(SendFailure) {
    let call = Part(JSONFragment { $0.null() }, bounds: [.channel])
    let end = world.now().advanced(by: Self.longestWait)
    while true {
      let now = world.now()
      let verdict = await gate.turn(of: call, in: lane, ahead: RateGate.farAhead, at: now)
      let wait = Duration.milliseconds(verdict.time.milliseconds - now.milliseconds)
      guard verdict.time <= end else { throw Self.tooFast(wait) }
      if wait > .zero {
        do { try await world.clock.sleep(for: wait) } catch { throw Self.tooFast(wait) }
      }
      if case .turn(let turn) = verdict, case .go = await gate.depart(turn, at: world.now()) {
        return
      }
    }
  }

  private static func tooFast(_ wait: Duration) -> SendFailure {
    .throttled(
      retryAfter: wait, .conversation,
      DeliveryError(.rateLimit, "the channel's own pace leaves no room for it"))
  }
}
