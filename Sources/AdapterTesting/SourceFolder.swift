import FoundationEssentials

/// The source tree as tests see it: their data lies beside them and is no resource of a bundle.
enum SourceFolder {
  /// The path of a folder in the folder of a source file.
  static func path(of name: String, beside file: String) -> String {
    URL(filePath: file).deletingLastPathComponent().path + "/" + name
  }

  static func bytes(of path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path)))
  }

  /// The names of the files in a folder, sorted.
  static func files(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  /// The names of the folders in a folder, sorted.
  static func folders(in folder: String) -> [String] {
    files(in: folder).filter { !files(in: folder + "/" + $0).isEmpty }
  }
}
