import AdapterKit
import EventModel
import Store
import Synchronization

@testable import Relay

/// A catalog of files that nothing keeps.
final class MemoryCatalog: FileCatalog {
  let missing = MemoryMissing()
  let files = Mutex<[String: CatalogedFile]>([:])
  let references = Mutex<[FileReference: String]>([:])
  /// So many files are as old as they may become.
  let expirable = Mutex(0)
  /// Before when files had to be to be given up.
  let expiries = Notes<Timestamp>()
  /// What became of files that nobody had leased.
  let settled = Notes<String>()

  func missingFiles(of channel: ChannelID) -> MemoryMissing { missing }

  func add(_ file: CatalogedFile) async throws(StoreError) -> CatalogedFile? {
    put(file)
    return nil
  }

  func put(_ file: CatalogedFile) { files.withLock { $0[file.id] = file } }

  func file(_ id: String) async throws(StoreError) -> CatalogedFile? { files.withLock { $0[id] } }

  func payload(_ number: Int64) async throws(StoreError) -> Payload? { nil }

  func settle(_ id: String, _ outcome: FetchOutcome) async throws(StoreError) {
    settled.note("\(id) \(outcome.word)")
  }

  func refetch(_ id: String) async throws(StoreError) -> CatalogedFile { throw .notFound }

  func reference(_ key: FileReference) async throws(StoreError) -> String? {
    references.withLock { $0[key] }
  }

  func keep(_ reference: String, for key: FileReference) async throws(StoreError) {
    references.withLock { $0[key] = reference }
  }

  func forget(_ key: FileReference) async throws(StoreError) {
    references.withLock { $0[key] = nil }
  }

  func isNeeded(_ sha256: String) async throws(StoreError) -> Bool { true }
  func storedBytes() async throws(StoreError) -> Int64 { 0 }
  func expire(before time: Timestamp, limit: Int) async throws(StoreError) -> Int {
    expiries.note(time)
    return expirable.withLock { left in
      let count = min(left, limit)
      left -= count
      return count
    }
  }
}

/// Files that are to be got, and how that went.
final class MemoryMissing: WorkQueue {
  let bell = Bell()
  let settled = Notes<String>()
  private let waiting = Mutex<[MissingFile]>([])

  func arrive(_ file: CatalogedFile, attempt: Int = 1) {
    waiting.withLock { $0.append(MissingFile(file, attempt: attempt, firstTriedAt: nil)) }
    bell.ring()
  }

  func lease(_ limit: Int) async throws(StoreError) -> [MissingFile] {
    waiting.withLock { waiting in
      defer { waiting.removeFirst(min(limit, waiting.count)) }
      return Array(waiting.prefix(limit))
    }
  }

  func settle(_ done: [(item: MissingFile, outcome: FetchOutcome)]) async throws(StoreError) {
    for (item, outcome) in done { settled.note("\(item.file.id) \(outcome.word)") }
  }

  func nextDue() async throws(StoreError) -> Timestamp? { nil }
}

extension FetchOutcome {
  var word: String {
    switch self {
    case .ready(let content, _): "ready \(content.size)"
    case .retry: "retry"
    case .failed(let reason, _, _): "failed \(reason.rawValue)"
    }
  }
}

extension FileShelf {
  /// A shelf of files that are said to be there.
  static func holding(_ digests: Set<String>) -> FileShelf {
    FileShelf(
      largest: 1000, newPath: { "/nowhere/new" },
      take: { _, sum, facts in
        FileContent(
          sha256: "\(sum.count)", size: 7, mimeType: facts.mimeType ?? "", name: facts.name)
      },
      keep: { bytes, facts in
        FileContent(
          sha256: "kept", size: Int64(bytes.count), mimeType: facts.mimeType ?? "",
          name: facts.name)
      },
      path: { digests.contains($0) ? "/nowhere/\($0)" : nil })
  }
}

extension FileSupply<MemoryCatalog, NoTransport> {
  /// A supply of a channel whose messages have no files.
  static func none(for channel: ChannelRuntime) -> FileSupply {
    FileSupply(of: channel, from: MemoryCatalog(), to: .holding([]), over: NoTransport())
  }
}
