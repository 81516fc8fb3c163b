import Testing

/// How long a thing may be before it must become two.
@Suite struct SizeTests {
  private static let longestFile = 300
  private static let longestFunction = 60
  private static let longestLine = 100

  @Test func filesAreShort() {
    for source in SwiftSource.ours where !source.path.hasSuffix("/Schema.swift") {
      #expect(source.code.count - 1 <= Self.longestFile, "\(source.path)")
    }
  }

  @Test func functionsAreShort() {
    for source in SwiftSource.ours + SwiftSource.tests {
      for function in source.functions {
        #expect(
          function.length <= Self.longestFunction,
          "\(source.path):\(function.line) has \(function.length) lines")
      }
    }
  }

  /// A text that cannot be cut makes its line as long as it is.
  @Test func linesAreShort() {
    for source in SwiftSource.ours + SwiftSource.tests {
      let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
      for (number, line) in lines.enumerated() where line.count > Self.longestLine {
        #expect(
          source.code[number].count > source.skeleton[number].count, "\(source.path):\(number + 1)")
      }
    }
  }
}

extension SwiftSource {
  struct Function: Hashable {
    /// Where it begins, from 1.
    let line: Int
    let length: Int
  }

  /// Every function and initialiser with a body, found by its braces.
  var functions: [Function] {
    var found: [Function] = []
    var open: [Int?] = []
    var begun: Int?
    for (number, line) in skeleton.enumerated() {
      if line.declaresFunction { begun = number }
      for letter in line {
        if letter == "{" {
          open.append(begun)
          begun = nil
        } else if letter == "}" {
          begun = nil
          guard let start = open.popLast().flatMap(\.self) else { continue }
          found.append(Function(line: start + 1, length: number - start + 1))
        }
      }
    }
    return found
  }
}

extension Substring {
  /// Whether a function or an initialiser begins here; `self.init(` is a call.
  fileprivate var declaresFunction: Bool {
    replacing(".init", with: "").holds(oneOf: ["func ", "init(", "init?(", "init<", "deinit "])
  }
}
