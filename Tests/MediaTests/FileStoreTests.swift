import EventModel
import Foundation
import Media
import ProgramTesting
import Synchronization
import Testing

/// Files under the digest of their bytes.
@Suite(.timeLimit(.minutes(1)))
struct FileStoreTests {
  @Test func keepsAFileUnderItsDigest() async throws {
    try await withStore { store, path in
      let stored = try await store.put("abc")

      #expect(
        stored.digest.hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
      #expect(stored.size == 3)
      #expect(store.contains(stored.digest))
      #expect(try store.read(stored.digest).bytes(of: 0..<10) == Array("abc".utf8))
      #expect(try mode(of: path) == 0o700)
      #expect(try mode(of: store.path(of: stored.digest)) == 0o600)
      #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/.incoming").isEmpty)
    }
  }

  @Test func keepsTheSameBytesOnce() async throws {
    try await withStore { store, _ in
      let first = try await store.put("abc")
      let second = try await store.put("abc")

      #expect(first == second)
      #expect(await store.total == 3)
    }
  }

  @Test func takesAFileThatSomebodyElseWrote() async throws {
    try await withStore { store, path in
      let written = store.newPath()
      try Data("abc".utf8).write(to: URL(filePath: written))
      let digest = try #require(FileDigest(digest("abc")))
      let stored = try await store.take(written, digest)

      #expect(stored.size == 3)
      #expect(store.contains(digest))
      #expect(!FileManager.default.fileExists(atPath: written))
    }
  }

  @Test func readsPiecesOfARange() async throws {
    try await withStore { store, _ in
      let text = String(repeating: "0123456789", count: 60_000)
      let reading = try store.read(try await store.put(text).digest)

      #expect(reading.size == 600_000)
      #expect(try reading.bytes(of: 9..<12) == Array("901".utf8))
      #expect(try reading.bytes(of: 0..<600_000).count == FileReading.largestPiece)
      #expect(try reading.bytes(of: 599_999..<Int64.max) == Array("9".utf8))
      #expect(try reading.bytes(of: 600_000..<Int64.max).isEmpty)
    }
  }

  @Test func goesOnReadingWhatWasRemoved() async throws {
    try await withStore { store, _ in
      let digest = try await store.put("abc").digest
      let reading = try store.read(digest)
      #expect(try await store.remove(digest))

      #expect(try reading.bytes(of: 0..<3) == Array("abc".utf8))
      #expect(await store.total == 0)
      #expect(try await !store.remove(digest))
      #expect(throws: FileStoreError.missing(digest)) { try store.read(digest) }
    }
  }

  @Test func refusesAFileThatIsTooLarge() async throws {
    var limits = FileStore.Limits()
    limits.file = 10
    try await withStore(limits) { store, path in
      await #expect(throws: FileStoreError.tooLarge(limit: 10)) {
        try await store.put("0123456789a")
      }
      let written = store.newPath()
      try Data("0123456789a".utf8).write(to: URL(filePath: written))
      let digest = try #require(FileDigest(digest("0123456789a")))
      await #expect(throws: FileStoreError.tooLarge(limit: 10)) {
        try await store.take(written, digest)
      }

      #expect(try await store.put("0123456789").size == 10)
      #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/.incoming").isEmpty)
    }
  }

  @Test(arguments: [
    "", "ab", "../../etc/passwd", String(repeating: "A", count: 64),
    String(repeating: "../", count: 21) + "a", String(repeating: "a", count: 63) + "/",
    String(repeating: "a", count: 62) + "..", String(repeating: "a", count: 65),
    String(repeating: "é", count: 32),
  ])
  func hasNoNameButADigest(_ name: String) {
    #expect(FileDigest(hex: name) == nil)
  }

  @Test func countsWhatItFindsAndNothingElse() async throws {
    try await withStore { store, path in
      let digest = try await store.put("abc").digest
      try Data("x".utf8).write(to: URL(filePath: path + "/.incoming/99"))
      try Data("not ours".utf8).write(to: URL(filePath: path + "/ba/readme"))
      let again = try FileStore(at: path, now: { Timestamp(seconds: 1) }, pinned: { _ in [] })

      #expect(await again.total == 3)
      #expect(again.contains(digest))
      #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/.incoming").isEmpty)
    }
  }

  /// Killed after a part of a file was written, and after all of it was.
  @Test func showsNothingOfWhatACrashCutOff() async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let path = folder.path + "/files"
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let store = try FileStore(at: path, now: { Timestamp(seconds: 1) }, pinned: { _ in [] })
      _ = try await store.put("abc")
      var half = try store.begin()
      try half.write([UInt8](repeating: 1, count: 1 << 20))
      kill(getpid(), SIGKILL)
      _ = try await store.keep(half)
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: path + "/.incoming")
    let store = try FileStore(at: path, now: { Timestamp(seconds: 1) }, pinned: { _ in [] })

    #expect(left.count == 1)
    #expect(await store.total == 3)
    #expect(store.contains(try #require(FileDigest(digest("abc")))))
    #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/.incoming").isEmpty)
  }
}
