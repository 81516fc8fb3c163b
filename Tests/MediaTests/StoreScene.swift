import Crypto
import EventModel
import Foundation
import Media
import ProgramTesting
import Synchronization
import Testing

/// A store with a clock that goes on by itself and a set of files that somebody needs.
struct StoreScene: Sendable {
  let store: FileStore
  private let world = World()

  init(_ path: String, total: Int64) throws {
    var limits = FileStore.Limits()
    limits.total = total
    let world = world
    store = try FileStore(at: path, limits, now: world.tick, pinned: world.pinned)
  }

  var now: Timestamp { world.tick() }

  func put(_ size: Int, of text: String) async throws -> FileDigest {
    let text = String(repeating: text, count: size).prefix(size)
    return try await store.put(String(text)).digest
  }

  func kept(_ files: FileDigest...) -> [Bool] { files.map(store.contains) }
  func pin(_ file: FileDigest) { world.state.withLock { _ = $0.pins?.insert(file) } }
  func forgetPins() { world.state.withLock { $0.pins = nil } }
  /// An hour passes.
  func pass() { world.state.withLock { $0.seconds += 3600 } }
}

private final class World: Sendable {
  struct NobodyKnows: Error {}

  let state = Mutex((seconds: Int64(1_800_000_000), pins: Optional(Set<FileDigest>())))

  @Sendable func tick() -> Timestamp {
    state.withLock {
      $0.seconds += 1
      return Timestamp(seconds: $0.seconds)
    }
  }

  @Sendable func pinned(among files: [FileDigest]) async throws -> Set<FileDigest> {
    guard let pins = state.withLock(\.pins) else { throw NobodyKnows() }
    return pins.intersection(files)
  }
}

/// A scene in a folder of its own.
func withStore(total: Int64, _ body: (StoreScene) async throws -> Void) async throws {
  let folder = try ScratchFolder()
  defer { folder.remove() }
  try await body(try StoreScene(folder.path + "/files", total: total))
}

/// A store in a folder of its own.
func withStore(
  _ limits: FileStore.Limits = FileStore.Limits(),
  _ body: (FileStore, _ path: String) async throws -> Void
) async throws {
  let folder = try ScratchFolder()
  defer { folder.remove() }
  let path = folder.path + "/files"
  try await body(
    try FileStore(at: path, limits, now: { Timestamp(seconds: 1) }, pinned: { _ in [] }), path)
}

extension FileStore {
  /// Keeps a text, written in two pieces.
  @discardableResult nonisolated func put(_ text: String) async throws -> Stored {
    var file = try begin()
    let bytes = Array(text.utf8)
    try file.write(bytes.prefix(2))
    try file.write(bytes.dropFirst(2))
    return try await keep(file)
  }
}

func digest(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }

func mode(of path: String) throws -> Int {
  var status = stat()
  try #require(lstat(path, &status) == 0)
  return Int(status.st_mode & 0o777)
}
