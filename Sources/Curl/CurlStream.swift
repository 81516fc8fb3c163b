import AdapterKit

/// A conversation over a connection that libcurl has made: TLS is up, the login is done.
package final class CurlStream: ByteStream {
  package let opening: [String]
  private let identity: Ticket
  private let multi: CurlMulti

  init(_ identity: Ticket, over multi: CurlMulti, opening: [String]) {
    self.identity = identity
    self.multi = multi
    self.opening = opening
  }

  deinit { multi.give(.close(identity)) }

  package func send(_ bytes: [UInt8], within limit: Duration) async throws(SendFailure) {
    try await multi.ask { .send($0, to: identity, bytes, by: .now + limit, $1) }
  }

  package func receive(within limit: Duration) async throws(SendFailure) -> [UInt8] {
    try await multi.ask { .receive($0, from: identity, by: .now + limit, $1) }
  }

  package func close() async { multi.give(.close(identity)) }
}
