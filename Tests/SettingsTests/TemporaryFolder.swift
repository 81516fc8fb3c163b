import Foundation

/// Gives `body` an empty folder that is gone afterwards.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("channeld-settings-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder.path)
}

/// Writes a file with these permissions, whatever the umask.
func write(_ text: String, to path: String, mode: Int = 0o600) throws {
  try write(Array(text.utf8), to: path, mode: mode)
}

func write(_ bytes: [UInt8], to path: String, mode: Int = 0o600) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
  try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
}
