import Foundation

/// A folder that is gone when the test is.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/channeld-store-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func path(of file: String) -> String { path + "/" + file }

  deinit {
    // What is left behind lies among other temporary files.
    try? FileManager.default.removeItem(atPath: path)
  }
}
