import AdapterKit
import EventModel
import Settings
import Testing

@testable import Relay

@Suite(.timeLimit(.minutes(1))) struct WebhookWorkerTests {
  private func channel(isBound: Bool = true) -> ChannelRuntime {
    let channel = ChannelRuntime.of(ToyAdapter())
    if isBound { channel.bind(as: ChannelIdentity(externalID: "toy")) }
    return channel
  }

  private func worker(
    of channel: ChannelRuntime,
    _ looks: @escaping @Sendable (String) throws(SendFailure) -> String?
  ) -> WebhookWorker<NoTransport, ContinuousClock> {
    WebhookWorker(
      CalledToy(looks: looks), at: "https://hooks.example/a", of: channel, over: NoTransport(),
      on: ContinuousClock())
  }

  @Test func whatAPlatformComplainsOfIsTheChannelsHealthUntilItIsWell() async {
    let channel = channel()

    await worker(of: channel) { _ in "3 updates wait" }.look()
    #expect(channel.health.reasons == ["webhook: 3 updates wait"])

    await worker(of: channel) { _ in nil }.look()
    #expect(channel.health.reasons.isEmpty)
  }

  @Test func aLookThatFailsIsTrouble() async {
    let channel = channel()

    await worker(of: channel) { (_) throws(SendFailure) in
      throw .unavailable(DeliveryError(.unavailable, "no route"))
    }.look()

    #expect(channel.health.reasons == ["webhook: no route"])
  }

  @Test func thePlatformIsAskedForTheAddressThatItWasTold() async {
    let asked = Notes<String>()

    await worker(of: channel()) { (url) throws(SendFailure) in
      asked.note(url)
      return nil
    }.look()

    #expect(asked.all == ["https://hooks.example/a"])
  }
}

/// A toy that is called.
private struct CalledToy: WebhookSubscribing {
  static let platform: Platform = "toy"
  static var forReading: CalledToy? { nil }

  let looks: @Sendable (String) throws(SendFailure) -> String?
  private let toy = ToyAdapter()

  init(looks: @escaping @Sendable (String) throws(SendFailure) -> String?) { self.looks = looks }
  init?(reading settings: inout SettingsReader) { nil }

  var identity: ChannelIdentity { toy.identity }
  var abilities: Abilities { toy.abilities }
  var isCalled: Bool { true }

  func bind(over transport: some Transport) async throws(SendFailure) -> ChannelIdentity {
    identity
  }

  func drafts(
    from payload: Payload, as identity: ChannelIdentity
  ) throws(PayloadError) -> Reading { try toy.drafts(from: payload, as: identity) }

  func plan(_ outgoing: Outgoing, as identity: ChannelIdentity) throws(Refusal) -> Plan {
    try toy.plan(outgoing, as: identity)
  }

  func send(
    _ part: Part, with files: [ReadyFile], over transport: some Transport
  ) async throws(SendFailure) -> PartReceipt {
    try await toy.send(part, with: files, over: transport)
  }

  func address(of place: RequestedPlace) throws(Refusal) -> Dialog.Address {
    try toy.address(of: place)
  }

  func receive(
    _ request: WebhookRequest, as identity: ChannelIdentity
  ) throws(WebhookRefusal) -> WebhookReception { throw .unauthenticated }

  func subscribe(_ url: String, over transport: some Transport) async throws(SendFailure) {}

  func inspect(
    _ url: String, over transport: some Transport
  ) async throws(SendFailure) -> String? { try looks(url) }
}
