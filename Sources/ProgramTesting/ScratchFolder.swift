import Foundation

/// A folder for the files of one test.
public struct ScratchFolder: Sendable {
  public let path: String

  public init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "channeld-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Gives the path of a new file in it; folders in its name are made.
  @discardableResult
  public func file(_ name: String, holding bytes: some Sequence<UInt8> = []) throws -> String {
    let file = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path
  }

  /// The same for text.
  @discardableResult
  public func file(_ name: String, holding text: String) throws -> String {
    try file(name, holding: text.utf8)
  }

  public func remove() {
    // What stays behind is the temporary folder's to clear.
    try? FileManager.default.removeItem(atPath: path)
  }
}
