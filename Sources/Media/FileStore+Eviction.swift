import EventModel

/// Files that go: those that nobody needs and that were not used for the longest time.
extension FileStore {
  /// Removes files until so many bytes more have room, and a tenth of all beyond that, so that
  /// not every file that comes has the folder walked through.
  package func makeRoom(for size: Int64) async throws(FileStoreError) {
    guard size <= limits.total else { throw .quotaExceeded(limit: limits.total) }
    let goal = max(0, limits.total - size - limits.total / 10)
    while size > limits.total - total {
      let before = changes
      try await evict { _, total in total > goal }
      // When others filled the room meanwhile, there may be more that can go.
      guard size <= limits.total - total || changes != before else {
        throw .quotaExceeded(limit: limits.total)
      }
    }
  }

  /// Removes the files that nobody needs and nobody used since then; returns how many.
  @discardableResult
  package func removeUnused(since time: Timestamp) async throws(FileStoreError) -> Int {
    try await evict { entry, _ in entry.lastUse < time.milliseconds }
  }

  /// Removes, the oldest first, those that nobody needs, as long as `shouldGo` says so.
  @discardableResult
  private func evict(
    while shouldGo: (FileTree.Entry, _ total: Int64) -> Bool
  ) async throws(FileStoreError) -> Int {
    var oldest = try tree.entries().sorted { $0.lastUse < $1.lastUse }[...]
    var count = 0
    while let first = oldest.first, shouldGo(first, total) {
      let batch = oldest.prefix(mostAskedAtOnce)
      oldest = oldest.dropFirst(mostAskedAtOnce)
      let needed = try await stillNeeded(batch.map(\.digest))
      for file in batch where !needed.contains(file.digest) {
        guard shouldGo(file, total) else { return count }
        // Somebody may have used it while the question was asked.
        guard tree.entry(file.digest) == file else { continue }
        if try remove(file.digest) { count += 1 }
      }
    }
    return count
  }

  /// Nothing goes when it is not known who needs it.
  private func stillNeeded(
    _ files: [FileDigest]
  ) async throws(FileStoreError) -> Set<FileDigest> {
    do {
      return try await pinned(files)
    } catch {
      throw .unexpected("Who needs the files is not known: \(error)")
    }
  }
}

private let mostAskedAtOnce = 256
