import AdapterKit
import EventModel
import MIME

/// Brings one mailbox's new letters to the journal, batch by batch, in the order of their UIDs.
struct MailboxReader {
  private let mailbox: WireText
  private let settings: EmailSettings
  private var cursor: MailboxCursor?
  /// After the mailbox was made anew: letters older than this were read under other UIDs.
  private var knownUntil: Int64 = 0
  private var isOpen = false

  init(_ mailbox: WireText, cursor: MailboxCursor?, settings: EmailSettings) {
    self.mailbox = mailbox
    self.cursor = cursor
    self.settings = settings
  }

  private static let mostListed = 10_000
  private static let mostInBatch = 50
  private static let largestBatch = 16 << 20
  /// A larger letter is fetched alone and in pieces of this size.
  private static let slice = 1 << 20
  private static let day: Int64 = 86_400_000

  /// One letter that waits to be fetched.
  private struct Listed {
    let uid: UInt64
    let size: Int
    let internalDate: Timestamp?
  }

  /// Opens the mailbox and settles where to read on; a mailbox seen for the first time is kept at
  /// once.
  ///
  /// With one mailbox it stays open, and opening again does nothing.
  mutating func open<Stream>(
    in conversation: inout IMAPConversation<Stream>,
    keep: @Sendable (PollBatch) async throws(SendFailure) -> Void
  ) async throws(SendFailure) {
    if isOpen, settings.mailboxes.count == 1 { return }
    let state = try await conversation.examine(mailbox)
    isOpen = true
    if let cursor, cursor.validity == state.validity { return }
    if let cursor {
      // All UIDs are void. What is older than the newest known letter is not read again.
      knownUntil = cursor.newest - Self.day
      self.cursor = MailboxCursor(validity: state.validity, lastUID: 0, newest: cursor.newest)
    } else {
      let last = settings.start == .beginning ? 0 : try await lastUID(state, in: &conversation)
      let fresh = MailboxCursor(validity: state.validity, lastUID: last)
      cursor = fresh
      try await keep(PollBatch([], cursor: pollCursor(fresh)))
    }
  }

  private func lastUID<Stream>(
    _ state: MailboxState, in conversation: inout IMAPConversation<Stream>
  ) async throws(SendFailure) -> UInt64 {
    if let next = state.next { return next > 0 ? next - 1 : 0 }
    var last: UInt64 = 0
    try await conversation.fetch("*:*", "(UID)") { last = max(last, $0.uid) }
    return last
  }

  private func pollCursor(_ cursor: MailboxCursor) -> PollCursor {
    PollCursor(StreamName(rawValue: mailbox.text), cursor.text)
  }

  /// Fetches and keeps until nothing is behind the cursor.
  mutating func catchUp<Stream>(
    in conversation: inout IMAPConversation<Stream>,
    keep: @Sendable (PollBatch) async throws(SendFailure) -> Void
  ) async throws(SendFailure) {
    while let cursor, !Task.isCancelled {
      let listed = try await list(after: cursor.lastUID, in: &conversation)
      if listed.isEmpty { return }
      for batch in Self.batches(listed) {
        let items = try await fetch(batch, cursor.validity, in: &conversation)
        try await keep(PollBatch(items, cursor: pollCursor(advance(over: batch, cursor.validity))))
      }
    }
  }

  /// Moves behind a batch, also behind letters that vanished before they were fetched.
  private mutating func advance(over batch: [Listed], _ validity: UInt64) -> MailboxCursor {
    let dates = batch.compactMap(\.internalDate?.milliseconds)
    let moved = MailboxCursor(
      validity: validity, lastUID: max(cursor?.lastUID ?? 0, batch.map(\.uid).max() ?? 0),
      newest: max(cursor?.newest ?? 0, dates.max() ?? 0))
    cursor = moved
    return moved
  }

  /// The letters behind a UID, ascending. `n:*` always names at least the last one, known or not.
  private func list<Stream>(
    after last: UInt64, in conversation: inout IMAPConversation<Stream>
  ) async throws(SendFailure) -> [Listed] {
    guard last < UInt64(UInt32.max) else { return [] }
    var listed: [Listed] = []
    try await conversation.fetch("\(last + 1):*", "(UID INTERNALDATE RFC822.SIZE)") { items in
      guard items.uid > last, listed.count < Self.mostListed else { return }
      listed.append(
        Listed(uid: items.uid, size: items.size ?? 0, internalDate: items.internalDate))
    }
    return listed.sorted { $0.uid < $1.uid }
  }

  /// Runs of letters that fit into one answer; a large letter stands alone.
  private static func batches(_ listed: [Listed]) -> [[Listed]] {
    var batches: [[Listed]] = []
    var size = 0
    for letter in listed {
      let isFull = (batches.last?.count ?? 0) >= mostInBatch || size + letter.size > largestBatch
      if batches.isEmpty || isFull || letter.size > slice
        || batches.last?.last.map({ $0.size > slice }) == true
      {
        batches.append([])
        size = 0
      }
      batches[batches.count - 1].append(letter)
      size += letter.size
    }
    return batches
  }

  private func fetch<Stream>(
    _ batch: [Listed], _ validity: UInt64, in conversation: inout IMAPConversation<Stream>
  ) async throws(SendFailure) -> [WebhookReception.Kept] {
    let wanted = batch.filter { letter in
      letter.internalDate.map { $0.milliseconds >= knownUntil } ?? true
    }
    guard let first = wanted.first else { return [] }
    var bodies: [UInt64: [UInt8]] = [:]
    if wanted.count == 1, first.size > settings.largestLetter {
      try await conversation.fetch("\(first.uid)", "(UID BODY.PEEK[HEADER])") {
        bodies[$0.uid] = $0.body
      }
    } else if wanted.count == 1, first.size > Self.slice {
      bodies[first.uid] = try await fetchInSlices(first, in: &conversation)
    } else {
      let uids = wanted.map { "\($0.uid)" }.joined(separator: ",")
      try await conversation.fetch(uids, "(UID BODY.PEEK[])") { bodies[$0.uid] = $0.body }
    }
    return wanted.compactMap { letter in
      bodies[letter.uid].map { kept(letter, $0, validity) }
    }
  }

  private func fetchInSlices<Stream>(
    _ letter: Listed, in conversation: inout IMAPConversation<Stream>
  ) async throws(SendFailure) -> [UInt8]? {
    var body: [UInt8] = []
    while body.count <= settings.largestLetter {
      var piece: [UInt8] = []
      try await conversation.fetch(
        "\(letter.uid)", "(UID BODY.PEEK[]<\(body.count).\(Self.slice)>)"
      ) { items in
        if items.uid == letter.uid, let bytes = items.body { piece = bytes }
      }
      body += piece
      if piece.count < Self.slice { break }
    }
    return body.isEmpty ? nil : body
  }

  private func kept(
    _ letter: Listed, _ body: [UInt8], _ validity: UInt64
  ) -> WebhookReception.Kept {
    var headers = [
      WireHeader(Arrival.Name.mailbox, mailbox.text),
      WireHeader(Arrival.Name.uid, "\(letter.uid)"),
      WireHeader(Arrival.Name.validity, "\(validity)"),
    ]
    if let date = letter.internalDate {
      headers.append(
        WireHeader(
          Arrival.Name.internalDate, Timestamp(milliseconds: date.milliseconds).description))
    }
    if letter.size > settings.largestLetter {
      headers.append(WireHeader(Arrival.Name.fullSize, "\(letter.size)"))
    }
    return WebhookReception.Kept(headers: headers, body: body)
  }
}
