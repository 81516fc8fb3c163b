import JSON

/// The calls that a fault makes wait, and what is to become of those that may go.
struct HeldCalls: Sendable {
  /// How long a call is held when nobody lets it go; then it is cut off.
  static let patience: Duration = .seconds(600)

  /// What becomes of a call that was held.
  enum Release: Hashable, Sendable {
    /// It goes on: what was held before it was done is done, what was held after it is answered.
    case goOn
    /// Its connection is closed: what was held before it was done never is.
    case drop
  }

  private struct Held: Sendable {
    var call: CallTarget
    var isDone: Bool
    var release: Release?
  }

  private var held: [Int: Held] = [:]
  private var last = 0

  /// Holds a call and returns the number under which `release(of:)` tells what becomes of it.
  mutating func hold(_ call: CallTarget, isDone: Bool) -> Int {
    last += 1
    held[last] = Held(call: call, isDone: isDone)
    return last
  }

  /// What becomes of the call; nil while it has to wait.
  func release(of number: Int) -> Release? { held[number]?.release }

  /// Forgets a call that waits no longer.
  mutating func leave(_ number: Int) { held[number] = nil }

  /// Lets calls go, the oldest first: those of a method if one is named, and no more than `count`.
  /// Returns how many.
  mutating func release(_ how: Release, method: String?, count: Int) -> Int {
    let waiting = held.filter { call in
      call.value.release == nil && (method ?? call.value.call.method) == call.value.call.method
    }
    let chosen = waiting.keys.sorted().prefix(max(0, count))
    for number in chosen { held[number]?.release = how }
    return chosen.count
  }

  /// The calls that wait, oldest first.
  var json: JSONValue {
    let waiting = held.filter { $0.value.release == nil }.sorted { $0.key < $1.key }
    return .array(
      waiting.map { _, held in
        .members([
          "method": .string(held.call.method), "chat": held.call.chat.map { .int($0) },
          "is_done": .bool(held.isDone),
        ])
      })
  }
}
