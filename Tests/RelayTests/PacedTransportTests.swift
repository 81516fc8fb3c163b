import AdapterKit
import EventModel
import Testing

@testable import Relay

@Suite struct PacedTransportTests {
  private let wall = WallClock()

  private func paced(_ pace: Pace) -> PacedTransport<NoTransport, ContinuousClock> {
    PacedTransport(
      carrier: NoTransport(), gate: RateGate(pace: pace), lane: "lane", world: .at(wall))
  }

  private func failure(
    _ transport: PacedTransport<NoTransport, ContinuousClock>, isCounted: Bool
  ) async -> SendFailure? {
    var request = TransferRequest(.get, "https://platform.example/")
    request.isCounted = isCounted
    do throws(SendFailure) {
      _ = try await transport.perform(request)
      return nil
    } catch {
      return error
    }
  }

  @Test func whatThePlatformCountsGoesAtTheChannelsPace() async throws {
    let transport = paced(Pace(Rate(1, per: .seconds(60))))
    guard case .unavailable? = await failure(transport, isCounted: true) else {
      throw NeverHappened(what: "the first call is made")
    }

    guard case .throttled(let wait, .conversation, _)? = await failure(transport, isCounted: true)
    else { throw NeverHappened(what: "the second call is held back") }
    #expect(wait == .milliseconds(61_200 - 500))

    guard case .unavailable? = await failure(transport, isCounted: false) else {
      throw NeverHappened(what: "what does not count is held back by nothing")
    }
  }

  @Test func aCallWaitsForItsTurn() async throws {
    let transport = paced(Pace(Rate(1, per: .milliseconds(400))))
    let began = ContinuousClock.now
    for _ in 1...2 {
      guard case .unavailable? = await failure(transport, isCounted: true) else {
        throw NeverHappened(what: "both calls are made")
      }
    }
    #expect(began.duration(to: .now) >= .milliseconds(400))
  }
}
