import AdapterKit
import EventModel
import Store
import Supervision
import Synchronization
import Testing

@testable import Relay

/// Parts that carry files.
@Suite(.timeLimit(.minutes(1))) struct FileSendingTests {
  private let wall = WallClock()
  private let catalog = MemoryCatalog()
  private let key = FileReference("channel", sha256: "digest", purpose: "photo")

  private func promise(_ text: String, in lane: DialogID, _ outbox: MemoryOutbox) {
    outbox.promise(
      DuePart(
        Part(saying: text, files: [FileUse("file", as: "photo")]), of: EventID(text), in: lane,
        at: .nowhere, expiresAt: wall.now.advanced(by: .seconds(600))))
  }

  private func putFile() {
    var file = CatalogedFile("file", .photo, .ready, at: wall.now)
    file.content = FileContent(sha256: "digest", size: 3, mimeType: "image/png")
    catalog.put(file)
  }

  private func working(
    _ outbox: MemoryOutbox, _ toy: SkilledToy, _ body: () async throws -> Void
  ) async throws {
    let channel = ChannelRuntime(
      ChannelRecord(id: "channel", name: "toy", platform: SkilledToy.platform), adapter: toy,
      slug: nil)
    let supply = FileSupply(
      of: channel, from: catalog, to: .holding(["digest"]), over: NoTransport())
    let worker = SendingWorker(outbox, with: supply, in: .at(wall))
    let work: @Sendable (Shift, Pulse) async throws -> Void = { try await worker.run($0, $1) }
    try await running(work) { _ in try await body() }
  }

  @Test func aFileIsUploadedBeforeItsPartIsMarked() async throws {
    let (outbox, unmarked) = (MemoryOutbox(at: wall), Notes<Bool>())
    putFile()
    promise("text", in: "lane", outbox)
    var toy = SkilledToy()
    toy.uploads = { file in
      unmarked.note(outbox.marked.all.isEmpty && outbox.uploading.all == ["text"])
      return "ref-\(file)"
    }

    try await working(outbox, toy) {
      try await eventually("a send") { outbox.finished == 1 }
    }
    #expect(unmarked.all == [true])
    #expect(toy.sent.all == ["text file=ref-file"])
    #expect(catalog.references.withLock { $0[key] } == "sent-reference")
  }

  @Test func aFileThatThePlatformHasIsNotUploadedAgain() async throws {
    let (outbox, uploads) = (MemoryOutbox(at: wall), Notes<String>())
    putFile()
    catalog.references.withLock { $0[key] = "known" }
    promise("text", in: "lane", outbox)
    var toy = SkilledToy()
    toy.uploads = { file in
      uploads.note(file)
      return file
    }

    try await working(outbox, toy) {
      try await eventually("a send") { outbox.finished == 1 }
    }
    #expect(uploads.all.isEmpty)
    #expect(toy.sent.all == ["text file=known"])
  }

  @Test func aFileThatIsNowhereFailsItsMessage() async throws {
    let outbox = MemoryOutbox(at: wall)
    promise("text", in: "lane", outbox)

    try await working(outbox, SkilledToy()) {
      try await eventually("an end") { outbox.finished == 1 }
    }
    #expect(outbox.settled.all == [.init(part: "text", outcome: "failed: media.upload_failed")])
    #expect(outbox.marked.all.isEmpty)
  }

  @Test func anUploadOfUnknownOutcomeIsRepeated() async throws {
    let (outbox, uploads) = (MemoryOutbox(at: wall), Notes<String>())
    putFile()
    promise("text", in: "lane", outbox)
    var toy = SkilledToy()
    toy.uploads = { (file) throws(SendFailure) in
      uploads.note(file)
      if uploads.all.count == 1 { throw .uncertain(DeliveryError(.timeout, "no answer")) }
      return "second"
    }

    try await working(outbox, toy) {
      try await eventually("a retry") { outbox.settled.all.map(\.outcome) == ["retry"] }
      wall.pass(.seconds(2))
      outbox.bell.ring()
      try await eventually("a send") { outbox.finished == 1 }
    }
    #expect(toy.sent.all == ["text file=second"])
  }

  @Test func whatStillWaitsWhenTheShiftEndsIsGivenBackUntouched() async throws {
    let outbox = MemoryOutbox(at: wall)
    putFile()
    promise("first", in: "a", outbox)
    promise("second", in: "a", outbox)
    var toy = SkilledToy()
    toy.toy.pace = Pace(Rate(100, per: .seconds(1)), chat: Rate(1, per: .milliseconds(100)))

    try await working(outbox, toy) {
      try await eventually("its file") { outbox.uploading.all == ["first", "second"] }
    }
    #expect(toy.sent.all == ["first file=ref-file"])
    #expect(outbox.settled.all.last == .init(part: "second", outcome: "postponed"))
    #expect(outbox.marked.all == ["first"], "nobody needs to ask what became of the other")
  }

  @Test func uploadsThatHangLeaveRoomForOthers() async throws {
    let (outbox, door) = (MemoryOutbox(at: wall), Door())
    putFile()
    for number in 0..<80 { promise("file \(number)", in: DialogID("\(number)"), outbox) }
    outbox.promise("plain", in: "another")
    var toy = SkilledToy()
    toy.uploads = { file in
      await door.pass()
      return file
    }

    try await working(outbox, toy) {
      try await eventually("the other") { toy.sent.all == ["plain"] }
      door.open()
    }
  }
}
