import AdapterKit
import EventModel
import Foundation
import JSON
import Store
import StoreTesting

@testable import SQLiteStore

/// A state in which a process may leave something of the store's when it is killed.
enum Deed: String, CaseIterable, Sendable {
  case queued, uploading, marked, retried, sent, uncertain, failed
  case album, press, file

  /// Brings somebody's operation or message into this state.
  func act(_ person: String, in store: SQLiteStore) async throws {
    switch self {
    case .album, .press, .file:
      try await store.keep(
        [Sample.payload(person, in: Sample.channel.id)], cursor: nil, of: Sample.channel.id)
      let queue = store.unread(of: Sample.channel.id)
      try await queue.settle(
        try await queue.lease(1).map {
          (item: $0, outcome: .read(Reading([draft(person)]), as: Sample.identity))
        })
    default:
      _ = try await store.accept(Sample.submission(store.nextEventID(), to: person))
      let queue = store.unsent(of: Sample.channel.id)
      // Whoever is still in flight stays so: this is the newest.
      for part in try await queue.lease(1) { try await settle(part, in: queue) }
    }
  }

  private func settle(_ part: DuePart, in queue: UnsentQueue) async throws {
    if self == .queued { return }
    if self == .uploading { return try await queue.beginUploading(part, at: Sample.noon) }
    try await queue.mark([part], at: Sample.noon)
    let later = Sample.noon.advanced(byMilliseconds: 60_000)
    let outcome: SendOutcome? =
      switch self {
      case .retried: .retry(at: later, Sample.unclear)
      case .sent: .sent(PartReceipt([Sample.key("all", "\(part.operation)")]), at: Sample.noon)
      case .uncertain: .uncertain(Sample.unclear, at: Sample.noon)
      case .failed: .failed(Sample.refused, at: Sample.noon)
      default: nil
      }
    if let outcome { try await queue.settle([(item: part, outcome: outcome)]) }
  }

  private func draft(_ person: String) -> Draft {
    var draft = Sample.message(from: person, "1", rawValue)
    var photo = Attachment(.photo)
    switch self {
    case .album: draft.links.group = Sample.key(person, "album")
    case .press:
      draft = Sample.happening(
        .buttonClicked(ButtonClick { $0.callbackID = person }), by: person, "1"
      ) { $0.expects = Expectation(.press, token: person, patience: .seconds(5)) }
    default: photo.source = .object { $0.member("file", person) }
    }
    if self != .press { draft.attachments = [photo] }
    return .event(draft)
  }
}

extension Keeper {
  /// Does one deed after the other, each for a person of its own.
  func doDeeds(
    in store: SQLiteStore, _ file: FileHandle, until deadline: ContinuousClock.Instant
  ) async throws {
    // What was left by another process stays as that left it.
    while try await !store.unsent(of: Sample.channel.id).lease(256).isEmpty {}
    var number = 0
    while ContinuousClock.now < deadline {
      number += 1
      for deed in Deed.allCases {
        let person = "\(deed.rawValue)-\(name)-\(number)"
        try await deed.act(person, in: store)
        try file.write(contentsOf: Data("\(person)\n".utf8))
      }
    }
  }
}
