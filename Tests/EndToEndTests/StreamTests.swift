import JSON
import Synchronization
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct StreamTests {
  private static let rounds = 4
  private static let people = 5

  @Test func aReaderThatComesBackSeesEveryChangeOnceAndInOrder() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let reader = StreamReader()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          try await reader.read(from: stage, lines: Self.rounds * Self.people)
        }
        for round in 0..<Self.rounds {
          for person in 0..<Self.people {
            try await Line(channel: .telegramWebhook, person: person, round: round)
              .write(on: stage)
          }
          try await eventually("some of it was seen") {
            reader.changes.filter { $0.kind == "message_created" }.count > round * Self.people
          }
          if round.isMultiple(of: 2) { _ = try await stage.daemon.stop() }
          try await stage.cutPower(after: .zero)
        }
        try await group.waitForAll()
      }
      let seen = reader.changes
      let all = StreamReader()
      try await all.read(from: stage, lines: Self.rounds * Self.people)

      #expect(seen == all.changes)
      #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.number < $1.number })
      #expect(Set(seen.map(\.version)).count == seen.count)
    }
  }
}

/// A reader of the stream that comes back after each interruption to where it was.
private final class StreamReader: Sendable {
  private let seen = Mutex<[Change]>([])

  var changes: [Change] { seen.withLock { $0 } }

  /// Reads until so many lines were seen.
  func read(from stage: Stage, lines: Int) async throws {
    try await eventually("\(lines) lines were streamed") {
      // An interrupted stream is what this is about: it is opened again.
      let enough = try? await stage.api.follow(after: changes.last?.number ?? 0) { change in
        self.seen.withLock { seen in
          seen.append(change)
          let count = seen.filter { $0.kind == "message_created" }.count
          return count == lines ? .yes : .no
        }
      }
      return enough == .yes
    }
  }
}
