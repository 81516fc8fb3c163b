import Hummingbird
import JSON
import NIOCore

/// The body of a request, whole and within bounds.
enum RequestBytes {
  private static let most = 1 << 20
  /// So much more is read and thrown away, so that a caller gets to read why.
  private static let mostThrownAway = 4 << 20

  static func collect(_ request: Request) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    var count = 0
    for try await piece in request.body {
      count += piece.readableBytes
      if count <= most { bytes += piece.readableBytesView }
      guard count <= mostThrownAway else { throw tooLarge(isEndless: true) }
    }
    guard count <= most else { throw tooLarge(isEndless: false) }
    return bytes
  }

  /// Reads a body of one JSON value.
  static func parsed(_ bytes: [UInt8]) throws(APIProblem) -> JSONView {
    do { return try JSONDocument(parsing: bytes).root } catch {
      throw APIProblem(.notJSON, bytes.isEmpty ? "the body is empty" : error.reason)
    }
  }

  private static func tooLarge(isEndless: Bool) -> APIProblem {
    var problem = APIProblem(.tooLarge, "a body may hold \(most) bytes")
    if isEndless { problem.headers[.connection] = "close" }
    return problem
  }
}

extension RequestBytes {
  /// Whether more may follow the head of a request than anybody would read.
  static func mayBeEndless(_ request: Request) -> Bool {
    if request.headers[.transferEncoding] != nil { return true }
    return request.headers[.contentLength].flatMap { Int($0) }.map { $0 > mostThrownAway } ?? false
  }
}
