import Foundation

extension Command {
  /// A program of ours, as it was built together with the tests.
  public static func built(_ name: String, _ arguments: [String] = []) -> Command {
    let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    return Command(tests.deletingLastPathComponent().appending(path: name).path, arguments)
  }
}
