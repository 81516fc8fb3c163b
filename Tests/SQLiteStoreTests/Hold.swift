import Glibc
import Store
import Synchronization

@testable import SQLiteStore

/// Keeps the writer busy until it is told to go on, so that jobs gather behind it.
final class Hold: Sendable {
  private let hasBegun = Atomic(false)
  private let isOver = Atomic(false)

  /// Returns once the writer is held.
  init(on loop: CommitLoop) async throws {
    loop.submit(
      CommitLoop.Job(purpose: .work) { [self] (_) throws(StoreError) in
        hasBegun.store(true, ordering: .releasing)
        while !isOver.load(ordering: .acquiring) { usleep(500) }
        return {}
      } fail: { _ in
      })
    try await poll("the writer to be held") { self.hasBegun.load(ordering: .acquiring) }
  }

  func release() { isOver.store(true, ordering: .releasing) }
}

/// Results in the order in which they came.
final class Results: Sendable {
  private let results = Mutex<[Result<Void, StoreError>]>([])

  func add(_ result: Result<Void, StoreError>) { results.withLock { $0.append(result) } }

  var all: [Result<Void, StoreError>] { results.withLock(\.self) }
  var errors: [StoreError] {
    all.compactMap { if case .failure(let error) = $0 { error } else { nil } }
  }

  /// All of them, once there are so many.
  func wait(for count: Int) async throws {
    try await poll("\(count) results") { self.all.count >= count }
  }
}

/// What did not come about in time.
struct Overdue: Error {
  let what: String
}

/// Returns once a condition holds.
func poll(
  _ what: String, within limit: Duration = .seconds(30), _ condition: () throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + limit
  while try !condition() {
    guard ContinuousClock.now < deadline else { throw Overdue(what: what) }
    try await Task.sleep(for: .milliseconds(2))
  }
}
