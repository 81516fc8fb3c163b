import NIOCore
import NIOHTTP1

/// What comes in on a connection, in its order.
enum Arrival {
  case part(HTTPServerRequestPart)
  /// No HTTP: this is the answer, and nothing that follows is believed.
  case broken(Answer)
  /// The caller sends no more.
  case ended

  /// Nil for more of what is no HTTP, which is dropped, and for the end of the connection itself.
  init?(_ error: any Error) {
    guard let error = error as? HTTPParserError else { return nil }
    self = .broken(error == .headerOverflow ? .headTooLarge : .badRequest)
  }
}
