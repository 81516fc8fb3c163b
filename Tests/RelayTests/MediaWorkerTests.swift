import AdapterKit
import EventModel
import Store
import Supervision
import Testing

@testable import Relay

@Suite(.timeLimit(.minutes(1))) struct MediaWorkerTests {
  private let wall = WallClock()
  private let now = Timestamp(seconds: 1_800_000_000)
  private let error = DeliveryError(.downloadFailed, "no")

  private func outcome(_ failure: FetchFailure, attempt: Int, age: Duration = .zero) -> String {
    let file = MissingFile(
      CatalogedFile("file", .photo, .pending, at: now), attempt: attempt,
      firstTriedAt: now.advanced(by: .zero - age))
    var random = SplitMix(seed: 1)
    return Fetching().outcome(of: failure, for: file, at: now, using: &random).word
  }

  @Test func whatMayPassIsTriedFiveTimesWithinAnHour() {
    for attempt in 1...4 {
      #expect(outcome(.passing(after: nil, error), attempt: attempt) == "retry")
    }
    #expect(outcome(.passing(after: nil, error), attempt: 5) == "failed source_unavailable")
    #expect(
      outcome(.passing(after: nil, error), attempt: 2, age: .seconds(3590))
        == "failed source_unavailable")
    #expect(
      outcome(.passing(after: .seconds(7200), error), attempt: 1) == "failed source_unavailable")
  }

  @Test func whatIsGoneOrTooLargeIsSaidAtOnce() {
    #expect(
      outcome(.lasting(.sourceUnavailable, error), attempt: 1) == "failed source_unavailable")
    #expect(outcome(.tooLarge(5), attempt: 1) == "failed project_upload_limit_exceeded")
  }

  @Test(arguments: [
    (404, false), (410, false), (403, false), (301, false), (429, true), (408, true), (500, true),
    (503, true), (200, true),
  ])
  func aStatusSaysWhetherItMayPass(_ status: Int, _ mayPass: Bool) {
    let failure = FetchFailure(status: status)
    if case .passing = failure { #expect(mayPass) } else { #expect(!mayPass) }
    #expect(failure.error.code == "\(status)")
  }

  @Test func eachFileIsGotOnceAndSettled() async throws {
    let catalog = MemoryCatalog()
    let supply = FileSupply(
      of: .of(ToyAdapter()), from: catalog, to: .holding([]), over: FileTransport())
    let worker = MediaWorker(supply, in: .at(wall))
    var there = CatalogedFile("there", .photo, .pending, at: now)
    there.url = "https://files.example/there"
    catalog.missing.arrive(there)
    var gone = CatalogedFile("gone", .photo, .pending, at: now)
    gone.url = "https://files.example/gone"
    catalog.missing.arrive(gone)
    catalog.missing.arrive(CatalogedFile("nowhere", .photo, .pending, at: now))

    let work: @Sendable (Shift, Pulse) async throws -> Void = { try await worker.run($0, $1) }
    try await running(work) { _ in
      try await eventually("three ends") { catalog.missing.settled.all.count == 3 }
    }
    #expect(
      catalog.missing.settled.all.sorted() == [
        "gone failed source_unavailable", "nowhere failed source_unavailable", "there ready 7",
      ])
  }
}

/// A server of one file, which sees whether it is asked as a stranger's word demands.
private struct FileTransport: Transport {
  typealias Stream = NoTransport.Stream

  func perform(_ request: TransferRequest) async throws(SendFailure) -> TransferResponse {
    guard request.trust == .strangers, request.followsRedirects,
      request.destination == .file("/nowhere/new", atMost: 1000)
    else { throw .rejected(DeliveryError(.unknown, "asked in another way")) }
    guard request.url.description.hasSuffix("/there") else {
      return TransferResponse(status: 404, body: [])
    }
    return TransferResponse(
      status: 200, body: [], file: .init(size: 7, sha256: Array(repeating: 1, count: 32)))
  }

  func open(_ endpoint: Endpoint) async throws(SendFailure) -> Stream { Stream() }
}
