import AdapterKit
import EventModel
import FoundationEssentials
import Synchronization

/// A platform that answers from a script and remembers what it was asked.
public final class ScriptedTransport: Transport {
  /// What comes back of one request.
  public enum Answer: Sendable {
    case response(TransferResponse)
    case failure(SendFailure)

    /// An answer with a JSON body.
    public static func json(_ body: String, status: Int = 200) -> Answer {
      .response(
        TransferResponse(
          status: status, headers: [WireHeader("Content-Type", "application/json")],
          body: Array(body.utf8)))
    }
  }

  private struct State {
    var answers: [Answer]
    var streams: [ScriptedStream]
    var requests: [TransferRequest] = []
    var endpoints: [Endpoint] = []
  }

  private let state: Mutex<State>

  /// One answer a request and one stream a connection, in order.
  public convenience init(_ answers: Answer..., streams: [ScriptedStream] = []) {
    self.init(answers, streams: streams)
  }

  public init(_ answers: [Answer], streams: [ScriptedStream] = []) {
    state = Mutex(State(answers: answers, streams: streams))
  }

  /// What was asked so far.
  public var requests: [TransferRequest] { state.withLock(\.requests) }
  public var endpoints: [Endpoint] { state.withLock(\.endpoints) }

  /// Whether every answer and every stream was used.
  public var isUsedUp: Bool { state.withLock { $0.answers.isEmpty && $0.streams.isEmpty } }

  public func perform(_ request: TransferRequest) async throws(SendFailure) -> TransferResponse {
    let answer = state.withLock { state in
      state.requests.append(request)
      return state.answers.isEmpty ? nil : state.answers.removeFirst()
    }
    switch answer {
    case .response(let response): return try response.delivered(to: request.destination)
    case .failure(let failure): throw failure
    case nil: throw .unavailable(DeliveryError(.unknown, "the script has no further answer"))
    }
  }

  public func open(_ endpoint: Endpoint) async throws(SendFailure) -> ScriptedStream {
    let stream = state.withLock { state in
      state.endpoints.append(endpoint)
      return state.streams.isEmpty ? nil : state.streams.removeFirst()
    }
    guard let stream else {
      throw .unavailable(DeliveryError(.unknown, "the script has no further connection"))
    }
    return stream
  }
}

extension TransferResponse {
  /// The answer as a transport gives it that has written the body of a success where it was to go.
  fileprivate func delivered(
    to destination: TransferRequest.Destination
  ) throws(SendFailure) -> TransferResponse {
    guard case .file(let path, let limit) = destination, (200..<300).contains(status) else {
      return self
    }
    guard body.count <= limit else {
      throw .rejected(DeliveryError(.fileTooLarge, "The file is longer than \(limit) bytes"))
    }
    do {
      try Data(body).write(to: URL(filePath: path), options: .withoutOverwriting)
    } catch {
      throw .unavailable(DeliveryError(.downloadFailed, "The file cannot be written: \(error)"))
    }
    let file = WrittenFile(size: body.count, sha256: Digest.sha256(body))
    return TransferResponse(status: status, headers: headers, body: [], file: file)
  }
}

extension TransferRequest {
  /// The body as text; empty when there is none. Of a form, each part is a line:
  /// `photo "cat.jpg" image/jpeg = …`.
  public var bodyText: String {
    switch body {
    case .none: ""
    case .bytes(let bytes, _): String(decoding: bytes, as: UTF8.self)
    case .file(let path, _): contents(of: path)
    case .form(let parts): parts.map(\.line).joined(separator: "\n")
    }
  }
}

extension FormPart {
  fileprivate var line: String {
    let file = fileName.map { " \"\($0)\"" } ?? ""
    let type = contentType.map { " \($0)" } ?? ""
    let text =
      switch content {
      case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
      case .file(let path): contents(of: path)
      }
    return "\(name)\(file)\(type) = \(text)"
  }
}

private func contents(of path: String) -> String {
  do {
    return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  } catch {
    return "(no file at \(path))"
  }
}
