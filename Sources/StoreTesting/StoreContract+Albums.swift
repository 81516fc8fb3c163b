import AdapterKit
import EventModel
import JSON
import Store

extension StoreContract {
  static var albums: [Promise] {
    [
      Promise("an album is one row, recorded once it is whole") { try await $0.albumsAreWhole() },
      Promise("a late message of an album amends its row") { try await $0.lateItemsAmend() },
      Promise("nothing of a conversation overtakes its album") {
        try await $0.nothingOvertakes()
      },
      Promise("two albums of a conversation keep their order") { try await $0.albumsKeepOrder() },
      Promise("an album that is kept back takes in what is said of it") {
        try await $0.heldIsChanged()
      },
      Promise("an edit of one message of an album leaves the others") {
        try await $0.editsOfItemsLeaveOthers()
      },
      Promise("an album is recorded before it is deleted") { try await $0.heldIsDeleted() },
      Promise("an album outlives the process") { try await $0.albumsOutliveProcesses() },
      Promise("a file of an album may come before the rest of it") {
        try await $0.heldFilesCome()
      },
      Promise("an answer of ours comes behind the album before it") {
        try await $0.answersFollowAlbums()
      },
    ]
  }

  private func item(
    _ id: String, of group: String = "g", _ text: String = "", from person: String = "7"
  ) -> Draft {
    var draft = Sample.message(from: person, id, text)
    draft.links.group = Sample.key(person, group)
    var photo = Attachment(.photo)
    photo.platformFileID = "file-\(id)"
    photo.source = .object { $0.member("file", id) }
    draft.attachments = [photo]
    return .event(draft)
  }

  /// The versions so far: what kind, of which row's text.
  private func log(_ scene: StoreScene<Subject>) async throws -> [String] {
    try await scene.store.changes(after: 0, limit: 100).map { row in
      let event = try Event(bytes: row.event)
      return "\(row.kind) \(event.timeline.version) \(event.message?.content ?? "")"
    }
  }

  private func albumsAreWhole() async throws {
    let scene = try await scene()
    for (number, wait) in [(1, 900), (2, 900), (3, 900), (4, 299)] {
      try await scene.read(item("\(number)", number == 2 ? "words" : ""))
      let sinceFirst: Int64 = Int64(number - 1) * 900
      try expect(
        try await scene.unread.nextDue(),
        is: Sample.noon.advanced(byMilliseconds: min(sinceFirst + 1000, 3000)),
        "when it is whole, after \(number)")
      scene.clock.advance(byMilliseconds: Int64(wait))
      try expect(try await scene.unread.lease(1).count, is: 0, "payloads left")
      try expect(try await scene.events().count, is: 0, "rows after \(number)")
    }
    try expect(try await scene.dialog(with: "7").counters.messages, is: 0, "messages so far")
    scene.clock.advance(byMilliseconds: 1)
    _ = try await scene.unread.lease(1)

    try expect(try await log(scene), is: ["message_created 1 words"], "the versions")
    let event = try require(try await scene.events().first, "row")
    try expect(
      event.attachments.map(\.platformFileID), is: (1...4).map { "file-\($0)" }, "its photos")
    let dialog = try await scene.dialog(with: "7")
    try expect(dialog.counters.messages, is: 1, "messages")
    try expect(dialog.counters.unreadByOperator, is: 1, "unread")
    try expect(dialog.firstMessage?.at, is: event.timeline.occurredAt, "the first message")
    try expect(try await scene.unread.nextDue() == nil, "something is due still")
  }

  private func lateItemsAmend() async throws {
    let scene = try await scene()
    try await scene.read(item("1", "words"))
    scene.clock.advance(bySeconds: 1)
    try await scene.read(item("2"))

    try expect(
      try await log(scene), is: ["message_created 1 words", "message_created 2 words"],
      "the versions")
    try expect(try await scene.events().first?.attachments.count, is: 2, "its photos")
    try expect(try await scene.dialog(with: "7").counters.messages, is: 1, "messages")
    try await scene.read(item("2"))
    try expect(try await log(scene).count, is: 2, "versions after a repeat")
  }

  private func nothingOvertakes() async throws {
    let scene = try await scene()
    try await scene.read(item("1", "album"))
    try await scene.read(.event(Sample.message(from: "8", "1", "elsewhere")))
    try expect(try await log(scene), is: ["message_created 1 elsewhere"], "at first")
    var reply = Sample.message(from: "7", "2", "reply")
    reply.links.replyTo = Sample.key("7", "1")
    try await scene.read(.event(reply))

    try expect(
      try await log(scene).dropFirst(),
      is: ["message_created 1 album", "message_created 1 reply"], "the versions")
    let rows = try await scene.events().filter { $0.scope.dialog != nil }
    let album = try require(rows.first { $0.message?.content == "album" }, "album")
    let answer = try require(rows.first { $0.message?.content == "reply" }, "reply")
    try expect(
      try answer.facets[.messageInteractions]?.replies?.replyTo, is: album.id, "what it answers")
    try expect(try await scene.dialog(with: "7").counters.messages, is: 2, "messages")
  }

  private func albumsKeepOrder() async throws {
    let scene = try await scene()
    try await scene.read(item("1", of: "a", "a"))
    try await scene.read(item("2", of: "b", "b"))
    scene.clock.advance(byMilliseconds: 900)
    try await scene.read(item("3", of: "a"))
    scene.clock.advance(byMilliseconds: 100)
    _ = try await scene.unread.lease(1)

    try expect(
      try await log(scene), is: ["message_created 1 a", "message_created 1 b"], "the versions")
    try expect(try await scene.events().map(\.attachments.count), is: [2, 1], "their photos")
  }

  private func heldIsChanged() async throws {
    let scene = try await scene()
    try await scene.read(item("1", "first"))
    let known = try require(
      try await scene.store.known(Sample.key("7", "1"), in: scene.channel), "row")
    try expect(known.message.content, is: "first", "its text")
    try expect(try await scene.store.known(known.event.id)?.dialog, is: known.dialog, "its dialog")
    try expect(
      try await scene.store.dialog(ofMessage: Sample.key("7", "1"), channel: scene.channel),
      is: known.dialog, "the dialog of its message")
    let thumb = MessageReaction {
      $0.emoji = "👍"
      $0.count = 1
    }
    let changes: [Change] = [
      .counted([thumb]),
      .edited(
        Message("second"), attachments: known.event.attachments,
        by: Sender(.lead, externalID: "7")),
    ]
    for change in changes {
      try await scene.read(
        .change(
          ChangeDraft(
            of: Sample.key("7", "1"), change, at: scene.clock.now,
            claims: [Claim("\(change)", at: scene.clock.now)])))
    }
    _ = try await scene.store.note(.pinned(by: Sender(.user, id: "o")), of: known.event.id)
    try expect(try await log(scene), is: [], "versions before")
    scene.clock.advance(bySeconds: 1)
    _ = try await scene.unread.lease(1)

    try expect(try await log(scene), is: ["message_created 1 second"], "the versions")
    let block = try require(try await scene.events().first, "row").facets[.messageInteractions]
    try expect(block?.reactions, is: [thumb], "its reactions")
    try expect(block?.editing?.originalContent, is: "first", "the first text")
    try expect(block?.pinning?.isPinned, is: true, "whether it is pinned")
  }

  private func editsOfItemsLeaveOthers() async throws {
    let scene = try await scene()
    for number in 1...3 { try await scene.read(item("\(number)", number == 1 ? "words" : "")) }
    for (id, text, file) in [("1", "other", "file-1"), ("2", "", "file-4")] {
      var photo = Attachment(.photo)
      photo.platformFileID = file
      try await scene.read(
        .change(
          ChangeDraft(
            of: Sample.key("7", id),
            .edited(Message(text), attachments: [photo], by: Sender(.lead, externalID: "7")),
            at: scene.clock.now, claims: [Claim("edit-\(id)", at: scene.clock.now)])))
    }
    scene.clock.advance(bySeconds: 1)
    _ = try await scene.unread.lease(1)

    let event = try require(try await scene.events().first, "row")
    try expect(
      event.attachments.map(\.platformFileID), is: ["file-1", "file-4", "file-3"], "its photos")
    try expect(event.message?.content, is: "other", "its words")
  }

  private func heldIsDeleted() async throws {
    let scene = try await scene()
    try await scene.read(item("1", "gone"))
    try await scene.read(
      .change(
        ChangeDraft(
          of: Sample.key("7", "1"), .deleted(by: "lead"), at: scene.clock.now,
          claims: [Claim("deleted", at: scene.clock.now)])))

    try expect(
      try await log(scene), is: ["message_created 1 gone", "message_deleted 2 gone"],
      "the versions")
    try expect(try await scene.dialog(with: "7").counters.unreadByOperator, is: 0, "unread")
  }

  private func albumsOutliveProcesses() async throws {
    var scene = try await scene()
    try await scene.read(item("1", "album"))
    try await scene.reopen()
    scene.clock.advance(byMilliseconds: 500)
    try await scene.read(item("2"))
    try await scene.reopen()
    try expect(
      try await scene.unread.nextDue(), is: Sample.noon.advanced(byMilliseconds: 1500), "due")
    try expect(try await log(scene), is: [], "versions before")
    scene.clock.advance(bySeconds: 60)
    try await scene.reopen()
    _ = try await scene.unread.lease(1)

    try expect(try await log(scene), is: ["message_created 1 album"], "the versions")
    try expect(try await scene.events().first?.attachments.count, is: 2, "its photos")
    try await scene.reopen()
    try expect(try await scene.unread.nextDue() == nil, "something is due still")
  }

  private func heldFilesCome() async throws {
    let scene = try await scene()
    try await scene.read(item("1", "album"))
    let queue = scene.store.missingFiles(of: scene.channel)
    let content = FileContent(
      sha256: String(repeating: "cd", count: 32), size: 5, mimeType: "image/png")
    try await queue.settle(
      try await queue.lease(10).map { (item: $0, outcome: .ready(content, at: scene.clock.now)) })
    try await scene.read(item("2"))
    scene.clock.advance(bySeconds: 1)
    _ = try await scene.unread.lease(1)

    try expect(try await log(scene), is: ["message_created 1 album"], "the versions")
    try expect(
      try await scene.events().first?.attachments.map(\.fileSize), is: [5, nil], "their sizes")
  }

  private func answersFollowAlbums() async throws {
    let scene = try await scene()
    try await scene.read(item("1", "album"))
    try await scene.send(to: "7")

    try expect(
      try await log(scene), is: ["message_created 1 album", "message_created 1 to 7"],
      "the versions")
    try expect(try await scene.dialog(with: "7").counters.unreadByOperator, is: 0, "unread")
  }
}
