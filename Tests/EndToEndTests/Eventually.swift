/// What did not come about in time; it fails the test by its name.
struct DidNotHappen: Error, CustomStringConvertible {
  let description: String

  init(_ what: String, within limit: Duration) {
    description = "within \(limit) it did not happen that \(what)"
  }
}

/// Waits until something holds.
func eventually(
  _ what: String, within limit: Duration = .seconds(60),
  isolation: isolated (any Actor)? = #isolation, _ holds: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now.advanced(by: limit)
  while try await !holds() {
    guard ContinuousClock.now < deadline else { throw DidNotHappen(what, within: limit) }
    try await Task.sleep(for: .milliseconds(20))
  }
}
