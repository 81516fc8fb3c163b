/// A file that somebody sent or uploaded, under the name by which it is fetched again.
struct StoredFile: Hashable, Sendable {
  var key: String
  var name: String
  var type: String
  var bytes: [UInt8]
  var sha256: String
  /// The address from which the platform would have fetched it; the simulator fetches nothing.
  var source: String?
  /// What is wrong with it, if anything.
  var trouble: FileTrouble?

  /// The size that the platform tells.
  var size: Int { trouble?.announcedSize ?? bytes.count }

  /// The answer to whoever fetches it.
  var answer: Answer {
    switch trouble {
    case nil: .response(.init(type: "application/octet-stream", body: bytes))
    case .gone: .errorPage(404)
    case .endless: .flood(announced: nil)
    case .tooLarge(let size): .flood(announced: size)
    case .redirect(let address): .response(.init(status: 302, location: address))
    }
  }

  /// What the chat log keeps of it.
  var sent: SentFile {
    SentFile(
      kind: type, name: name, size: bytes.count, sha256: source == nil ? sha256 : nil,
      source: source)
  }
}

/// A file as the chat log tells it, so that two clients who sent the same can be compared.
package struct SentFile: Hashable, Sendable {
  package var kind: String
  package var name: String
  package var size: Int
  /// Of the bytes; nil when the platform was given an address instead of bytes.
  package var sha256: String?
  package var source: String?
}

/// How a file cannot be fetched.
enum FileTrouble: Hashable, Sendable {
  /// 404 for ever.
  case gone
  /// A body without an end.
  case endless
  /// A body of that many bytes.
  case tooLarge(Int)
  /// A redirection.
  case redirect(String)

  var announcedSize: Int? {
    guard case .tooLarge(let size) = self else { return nil }
    return size
  }
}

/// Files of one account; the oldest make room when there are too many bytes.
struct FileShelf: Sendable {
  /// What an empty file counts.
  private static let overhead = 512

  private let limit: Int
  private var order = Queue<String>()
  private var files: [String: StoredFile] = [:]
  private var size = 0
  private(set) var total: Int64 = 0

  init(limit: Int) { self.limit = limit }

  subscript(_ key: String) -> StoredFile? { files[key] }

  /// Keeps a file under a key of its own, which begins with the given word.
  mutating func add(_ draft: FileDraft, type: String, key: (Int64) -> String) -> StoredFile {
    total += 1
    let file = StoredFile(
      key: key(total), name: draft.name, type: type, bytes: draft.bytes,
      sha256: sha256Text(of: draft.bytes), source: draft.source, trouble: draft.trouble)
    files[file.key] = file
    order.append(file.key)
    size += file.bytes.count + Self.overhead
    while size > limit, order.count > 1, let oldest = order.popFirst() {
      size -= files.removeValue(forKey: oldest).map { $0.bytes.count + Self.overhead } ?? 0
    }
    return file
  }
}
