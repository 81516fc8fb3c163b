import Store

/// Where the bytes of files are kept, as workers see it.
package struct FileShelf: Sendable {
  /// A longer file is not taken; in bytes.
  package let largest: Int
  /// A path where a file may be written that is to be taken then.
  package let newPath: @Sendable () -> String
  /// Takes a file that was written there, by its SHA-256; the path is free afterwards.
  package let take:
    @Sendable (_ path: String, _ sha256: [UInt8], FileFacts) async throws ->
      FileContent
  /// Takes a file that is in memory.
  package let keep: @Sendable (_ bytes: [UInt8], FileFacts) async throws -> FileContent
  /// Where the bytes of a digest are, for those who only read; nil when they are not here.
  package let path: @Sendable (_ sha256: String) -> String?

  package init(
    largest: Int, newPath: @escaping @Sendable () -> String,
    take: @escaping @Sendable (String, [UInt8], FileFacts) async throws -> FileContent,
    keep: @escaping @Sendable ([UInt8], FileFacts) async throws -> FileContent,
    path: @escaping @Sendable (String) -> String?
  ) {
    self.largest = largest
    self.newPath = newPath
    self.take = take
    self.keep = keep
    self.path = path
  }
}

/// What is said of a file by those who send it.
package struct FileFacts: Hashable, Sendable {
  package var name: String?
  package var mimeType: String?

  package init(name: String?, mimeType: String?) {
    self.name = name
    self.mimeType = mimeType
  }
}
