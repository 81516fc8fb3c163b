import AdapterKit
import EventModel
import Synchronization

/// A server of lines that holds one conversation by heart.
public final class ScriptedStream: ByteStream {
  /// One turn of the conversation.
  public enum Turn: Sendable {
    /// The server says it.
    case server(String)
    /// The client must say exactly that, in however many pieces.
    case client(String)
    /// The client may say anything that ends so: a letter behind DATA, say.
    case clientUntil(String)
    /// The connection breaks while we read.
    case breaks(SendFailure)
  }

  private struct State {
    var turns: [Turn]
    var unheard: [UInt8] = []
    var sent: [UInt8] = []
    var isClosed = false
  }

  public let opening: [String]
  private let state: Mutex<State>

  /// After the last turn the server closes.
  public convenience init(opening: [String] = [], _ turns: Turn...) {
    self.init(opening: opening, script: turns)
  }

  /// The same of turns that were put together.
  public init(opening: [String] = [], script: [Turn]) {
    self.opening = opening
    state = Mutex(State(turns: script))
  }

  /// All that the client said.
  public var sentText: String { state.withLock { String(decoding: $0.sent, as: UTF8.self) } }
  public var isClosed: Bool { state.withLock(\.isClosed) }
  /// Whether the conversation went to its end.
  public var isUsedUp: Bool { state.withLock(\.turns.isEmpty) }

  public func send(_ bytes: [UInt8], within limit: Duration) async throws(SendFailure) {
    let surprise = state.withLock { state in
      state.sent += bytes
      state.unheard += bytes
      return Self.hear(&state)
    }
    if let surprise { throw .uncertain(DeliveryError(.unknown, surprise)) }
  }

  public func receive(within limit: Duration) async throws(SendFailure) -> [UInt8] {
    let turn: Turn? = state.withLock { state in
      switch state.turns.first {
      case .server, .breaks: state.turns.removeFirst()
      case .client, .clientUntil: state.turns.first
      case nil: nil
      }
    }
    switch turn {
    case .server(let text): return Array(text.utf8)
    case .breaks(let failure): throw failure
    case .client, .clientUntil: throw .uncertain(DeliveryError(.timeout, "both sides wait"))
    case nil: return []
    }
  }

  public func close() async { state.withLock { $0.isClosed = true } }

  /// Takes what was said off the script; returns what does not fit.
  private static func hear(_ state: inout State) -> String? {
    while let turn = state.turns.first, !state.unheard.isEmpty {
      switch turn {
      case .client(let text):
        let line = Array(text.utf8)
        if line.starts(with: state.unheard), line.count > state.unheard.count { return nil }
        guard state.unheard.starts(with: line) else { return "expected \(text)" }
        state.unheard.removeFirst(line.count)
      case .clientUntil(let end):
        guard let range = state.unheard.firstRange(of: Array(end.utf8)) else { return nil }
        state.unheard.removeSubrange(..<range.upperBound)
      case .server, .breaks: return "it was the server's turn"
      }
      state.turns.removeFirst()
    }
    return state.unheard.isEmpty ? nil : "the conversation was over"
  }
}
