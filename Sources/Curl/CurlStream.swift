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

  /// After a failure nobody knows how much was sent: the conversation is to be closed.
  package func send(_ bytes: [UInt8], within limit: Duration) async throws(SendFailure) {
    try await multi.ask { ticket, reply in
      let writing = Writing(ticket: ticket, rest: bytes[...], deadline: .now + limit, reply: reply)
      return .send(writing, to: identity)
    }
  }

  /// A receive that was cancelled or came too late loses nothing: the next one gets the bytes.
  package func receive(within limit: Duration) async throws(SendFailure) -> [UInt8] {
    try await multi.ask { ticket, reply in
      .receive(Reading(ticket: ticket, deadline: .now + limit, reply: reply), from: identity)
    }
  }

  package func close() async { multi.give(.close(identity)) }
}
