import FoundationEssentials

/// A file with what a test expects to find, which `RECORD=1` writes anew.
struct Expectation {
  let path: String

  private static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

  func check(_ found: String, in place: some CustomStringConvertible) throws {
    if Self.isRecording {
      try Data(found.utf8).write(to: URL(filePath: path))
      return
    }
    guard let bytes = try? SourceFolder.bytes(of: path) else {
      throw Mismatch(in: place, "nothing is expected yet; RECORD=1 swift test writes it down")
    }
    let expected = String(decoding: bytes, as: UTF8.self)
    guard found != expected else { return }
    throw Mismatch(in: place, Self.firstDifference(expected, found))
  }

  private static func firstDifference(_ expected: String, _ found: String) -> String {
    let expected = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let found = found.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(expected, found).prefix { $0 == $1 }.count
    let end: Substring = "(the end)"
    return """
      line \(line + 1) differs
      expected: \(line < expected.count ? expected[line] : end)
      found:    \(line < found.count ? found[line] : end)
      """
  }
}

/// What a test found is not what it expects.
public struct Mismatch: Error, CustomStringConvertible {
  public let description: String

  init(in place: some CustomStringConvertible, _ reason: String) {
    description = "\(place): \(reason)"
  }
}
