/// How much libcurl may do at once, and how long it waits.
package struct CurlLimits: Sendable {
  /// Requests that are being worked at; the others wait for their turn.
  package var inFlight = 256
  /// … of which one host gets no more than these.
  package var perHost = 64
  /// Requests that wait for their turn; one more is refused.
  package var waiting = 4096
  /// Conversations that are open at the same time.
  package var conversations = 4096
  /// Resolving, connecting and TLS.
  package var connecting: Duration = .seconds(10)
  /// All that goes before the first command of ours: also the greeting and the login.
  package var opening: Duration = .seconds(45)
  /// A transfer to a file may be slower than `slowestFile` bytes a second for so long.
  package var longestStall: Duration = .seconds(30)
  package var slowestFile = 1 << 10
  /// A file of the certificate authorities to trust, instead of the system's.
  package var authorities: String?

  package init() {}
}
