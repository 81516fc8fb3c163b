import NIOCore
import NIOHTTP1

/// What the public listener bears; every bound holds for strangers too.
package struct IngressLimits: Sendable {
  package var body = 1 << 20
  /// Of a head, and of any one line of it.
  package var headSize = 16 << 10
  package var headFields = 100
  package var connections = 8192
  package var connectionsOfOneAddress = 512
  /// From the first byte of a head to its last; a new connection's runs from its beginning.
  package var head: TimeAmount = .seconds(10)
  /// From a head to the end of the body.
  package var bodyTime: TimeAmount = .seconds(30)
  /// How long a connection may rest between two requests.
  package var idle: TimeAmount = .seconds(75)
  /// How long a platform waits for the journal before it is asked to come again.
  package var journal: TimeAmount = .seconds(2)
  /// How long a caller may take to hang up after the last answer.
  package var linger: TimeAmount = .seconds(2)
  /// How long the drain waits for answers in hand.
  package var drain: TimeAmount = .seconds(10)
  /// How long a connection without a request has left in a drain.
  package var greeting: TimeAmount = .seconds(1)

  package init() {}

  /// How exactly deadlines are kept: to an eighth of the shortest, and no finer than 5 ms.
  var pause: TimeAmount {
    let shortest = min(head, bodyTime, idle, min(journal, linger, greeting))
    return max(.milliseconds(5), .nanoseconds(shortest.nanoseconds / 8))
  }

  var decoding: NIOHTTPDecoderLimitConfiguration {
    var decoding = NIOHTTPDecoderLimitConfiguration()
    decoding.maxHeaderFieldSize = headSize
    decoding.maxHeaderListSize = headSize
    decoding.maxHeaderFieldCount = headFields
    return decoding
  }
}
