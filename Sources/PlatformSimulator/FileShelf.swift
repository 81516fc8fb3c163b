/// A file that somebody sent or uploaded, under the name by which it is fetched again.
struct StoredFile: Hashable, Sendable {
  var key: String
  var name: String
  var type: String
  var bytes: [UInt8]
}

/// Files of one account; the oldest make room when there are too many bytes.
struct FileShelf: Sendable {
  private let limit: Int
  private var order = Queue<String>()
  private var files: [String: StoredFile] = [:]
  private var size = 0
  private(set) var total: Int64 = 0

  init(limit: Int) { self.limit = limit }

  subscript(_ key: String) -> StoredFile? { files[key] }

  /// Keeps a file under a key of its own, which begins with the given word.
  mutating func add(_ bytes: [UInt8], name: String, type: String, key: (Int64) -> String)
    -> StoredFile
  {
    total += 1
    let file = StoredFile(key: key(total), name: name, type: type, bytes: bytes)
    files[file.key] = file
    order.append(file.key)
    size += bytes.count
    while size > limit, order.count > 1, let oldest = order.popFirst() {
      size -= files.removeValue(forKey: oldest)?.bytes.count ?? 0
    }
    return file
  }
}
