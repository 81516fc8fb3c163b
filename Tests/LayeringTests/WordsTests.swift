import Testing

/// Words that may stand in some rooms only.
@Suite struct WordsTests {
  /// Where the code speaks of no platform; comments may name one as an example.
  private static let core: Set<String> = [
    "EventModel", "AdapterKit", "Store", "SQLiteStore", "Relay", "Ingress", "Gateway",
  ]

  @Test func theCoreKnowsNoPlatform() {
    let names = ["vk", "telegram", "\"tg\"", "imap", "smtp", "\"email\""]
    let allowed = [
      // What libcurl can talk to beside HTTP: protocols of the transport, not platforms.
      "Sources/AdapterKit/Transport.swift":
        "public enum Service: String, Sendable { case imap, smtp }"
    ]
    for source in SwiftSource.ours where Self.core.contains(source.target) {
      for line in source.code where allowed[source.path] != line.trimmed {
        let found = names.filter { line.lowercased().contains($0) }
        #expect(found.isEmpty, "\(source.path): \(line.trimmed)")
      }
    }
  }

  @Test func onlyWorkersAndSupervisorsSleep() {
    // A reader of changes names how long it wants to wait for the bell.
    let allowed = "Sources/Gateway/ChangeFeed.swift"
    expectAbsence(of: ["sleep("]) { source in
      ["Relay", "Supervision", "PlatformSimulator"].contains(source.target)
        || source.path == allowed
    }
  }

  @Test func everyTaskHasAParent() {
    expectAbsence(
      of: ["Task {", "Task(", "Task.detached", "DispatchQueue", "DispatchSemaphore"])
  }

  @Test func adaptersCannotTrapOrBacktrackOnWhatStrangersWrite() {
    expectAbsence(of: ["try!", "as!", "Regex(", "fatalError("]) {
      !$0.isOfAnAdapter
    }
  }

  @Test func adaptersHaveNoClockNoChanceAndNoEnvironment() {
    expectAbsence(of: ["Date()", ".random", "getenv", "ProcessInfo", "Clock()"]) {
      !$0.isOfAnAdapter
    }
  }

  @Test func nothingVouchesForThreadsWithoutAProof() {
    let claims = ["@unchecked Sendable", "nonisolated(unsafe)", "@preconcurrency"]
    for source in SwiftSource.ours {
      let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
      for (number, line) in source.skeleton.enumerated() where line.holds(oneOf: claims) {
        #expect(["Curl", "SQLiteStore", "JSON"].contains(source.target), "\(source.path)")
        #expect(
          number > 0 && lines[number - 1].trimmed.hasPrefix("//"),
          "\(source.path):\(number + 1) does not say why it is sound")
      }
    }
  }

  private func expectAbsence(
    of words: [String], but isFree: (SwiftSource) -> Bool = { _ in false }
  ) {
    for source in SwiftSource.ours where !isFree(source) {
      for (number, line) in source.skeleton.enumerated() {
        #expect(!line.holds(oneOf: words), "\(source.path):\(number + 1): \(line.trimmed)")
      }
    }
  }
}

extension StringProtocol where SubSequence == Substring {
  var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// Whether one of the words stands here; a word that begins with a letter begins no longer one's
  /// middle (`group.addTask {` holds no `Task {`).
  func holds(oneOf words: [String]) -> Bool {
    words.contains { word in
      ranges(of: word).contains { range in
        guard word.first?.isLetter == true, range.lowerBound > startIndex else { return true }
        let before = self[index(before: range.lowerBound)]
        return !before.isLetter && !before.isNumber
      }
    }
  }
}
