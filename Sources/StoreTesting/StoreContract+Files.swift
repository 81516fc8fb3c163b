import AdapterKit
import EventModel
import JSON
import Store

extension StoreContract {
  static var files: [Promise] {
    [
      Promise("a file of an event is due, and shown when it has come") {
        try await $0.filesCome()
      },
      Promise("a file that was kept long enough is given up, and its event says so") {
        try await $0.oldFilesAreGivenUp()
      },
      Promise("a file that cannot be had is said once") { try await $0.lossIsSaidOnce() },
      Promise("what platforms call a file is kept for each use") {
        try await $0.referencesAreKept()
      },
    ]
  }

  private static var content: FileContent {
    FileContent(
      sha256: String(repeating: "ab", count: 32), size: 5, mimeType: "image/png", name: "a.png")
  }

  /// Reads a message with a picture, and gives its row.
  private func picture(in scene: StoreScene<Subject>) async throws -> Event {
    var draft = Sample.message(from: "7", "1", "look")
    var photo = Attachment(.photo)
    photo.source = .object { $0.member("file", "x") }
    draft.attachments = [photo]
    try await scene.read(.event(draft))
    return try require(try await scene.events().first, "row")
  }

  private func status(_ event: Event) -> String? {
    event.attachments.first?.more.first { $0.name == "upload_status" }
      .map { String(decoding: $0.value.bytes, as: UTF8.self) }
  }

  private func filesCome() async throws {
    let scene = try await scene()
    let event = try await picture(in: scene)
    try expect(status(event), is: "\"pending\"", "the status at first")
    let queue = scene.store.missingFiles(of: scene.channel)
    let due = try await queue.lease(10)
    try expect(due.map(\.file.event), is: [event.id], "what is due")
    try expect(
      due.map(\.file.source), is: [.object { $0.member("file", "x") }], "how it is got")
    try expect(try await queue.lease(10).count, is: 0, "what is due beside it")

    try await queue.settle(
      due.map { (item: $0, outcome: .ready(Self.content, at: scene.clock.now)) })

    let after = try await scene.event(event.id)
    try expect(status(after), is: "\"ready\"", "the status at last")
    try expect(after.timeline.version, is: 2, "the version")
    try expect(after.attachments.first?.fileSize, is: 5, "its size")
    try expect(try await scene.store.isNeeded(Self.content.sha256), "its bytes are not needed")
    try expect(try await scene.store.storedBytes(), is: 5, "bytes in all")
    try expect(try await queue.lease(10).count, is: 0, "what is due after")
  }

  private func oldFilesAreGivenUp() async throws {
    let scene = try await scene()
    let event = try await picture(in: scene)
    let queue = scene.store.missingFiles(of: scene.channel)
    try await queue.settle(
      try await queue.lease(10).map {
        (item: $0, outcome: .ready(Self.content, at: scene.clock.now))
      })
    try expect(
      try await scene.store.expire(before: scene.clock.now, limit: 10), is: 0, "young ones")

    let later = scene.clock.now.advanced(byMilliseconds: 1)
    try expect(try await scene.store.expire(before: later, limit: 10), is: 1, "old ones")

    let after = try await scene.event(event.id)
    try expect(after.timeline.version, is: 3, "the version")
    try expect(status(after), is: "\"failed\"", "the status")
    let more = after.attachments.first?.more ?? []
    try expect(more.contains { $0.name == "unavailable_reason" }, "no reason")
    try expect(!more.contains { $0.name == "storage_url" }, "an address of nothing")
    try expect(
      !(try await scene.store.isNeeded(Self.content.sha256)), "its bytes are still needed")
    try expect(try await scene.store.expire(before: later, limit: 10), is: 0, "them again")
  }

  private func lossIsSaidOnce() async throws {
    let scene = try await scene()
    let event = try await picture(in: scene)
    let queue = scene.store.missingFiles(of: scene.channel)
    let later = scene.clock.now.advanced(byMilliseconds: 60_000)
    try await queue.settle(
      try await queue.lease(10).map { (item: $0, outcome: .retry(at: later, Sample.unclear)) })
    try expect(try await queue.nextDue(), is: later, "the time of the next try")
    scene.clock.advance(bySeconds: 60)
    let due = try await queue.lease(10)
    try expect(due.map(\.attempt), is: [2], "its attempt")
    try await queue.settle(
      due.map {
        (
          item: $0,
          outcome: .failed(.sourceUnavailable, Sample.unclear, at: scene.clock.now)
        )
      })

    let after = try await scene.event(event.id)
    try expect(status(after), is: "\"failed\"", "the status")
    try expect(after.timeline.version, is: 2, "the version")
    try expect(try await queue.nextDue() == nil, "it is due again")
  }

  private func referencesAreKept() async throws {
    let scene = try await scene()
    let key = FileReference(scene.channel, sha256: "ab", purpose: "photo")
    try await scene.store.keep("one", for: key)
    try await scene.store.keep("two", for: key)
    try expect(try await scene.store.reference(key), is: "two", "what it is called")
    let other = FileReference(scene.channel, sha256: "ab", purpose: "document")
    try expect(try await scene.store.reference(other) == nil, "another use has that name")
    try await scene.store.forget(key)
    try expect(try await scene.store.reference(key) == nil, "it is called so still")
  }
}
