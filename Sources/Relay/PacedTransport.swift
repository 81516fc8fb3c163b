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
    if let wait = await gate.waitForTurn(
      of: call, in: lane, atMost: Self.longestWait, on: world.clock, world.now)
    {
      throw Self.tooFast(wait)
    }
  }

  private static func tooFast(_ wait: Duration) -> SendFailure {
    .throttled(
      retryAfter: wait, .conversation,
      DeliveryError(.rateLimit, "the channel's own pace leaves no room for it"))
  }
}
