import Store

/// What every store promises, whatever it keeps its tables in; a promise throws at the first
/// breach.
package struct StoreContract<Subject: Store>: Sendable {
  /// One promise, by the sentence it is.
  package struct Promise: Sendable, CustomStringConvertible {
    package let description: String
    package let check: @Sendable (StoreContract) async throws -> Void

    init(_ description: String, _ check: @escaping @Sendable (StoreContract) async throws -> Void) {
      self.description = description
      self.check = check
    }
  }

  private let open: @Sendable (StoppedClock) async throws -> Subject
  private let reopen: @Sendable (Subject, StoppedClock) async throws -> Subject

  /// - Parameters:
  ///   - open: makes an empty store.
  ///   - reopen: opens again what a store holds that is closed or left by it.
  package init(
    open: @escaping @Sendable (StoppedClock) async throws -> Subject,
    reopen: @escaping @Sendable (Subject, StoppedClock) async throws -> Subject
  ) {
    self.open = open
    self.reopen = reopen
  }

  package static var promises: [Promise] {
    journal + repeats + answers + outbox + outcomes + outcomeTable + decisions + ownChanges
      + albums + files + troubles + expectations + lists + log
  }

  /// An empty store that knows one channel.
  func scene() async throws -> StoreScene<Subject> {
    let clock = StoppedClock()
    let store = try await open(clock)
    try await store.register(Sample.channel)
    return StoreScene(store, clock: clock, reopen: reopen)
  }
}
