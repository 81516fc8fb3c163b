/// What the public listener bears; every bound holds for strangers too.
package struct IngressLimits: Sendable {
  package var body = 1 << 20
  package var connections = 8192
  package var connectionsOfOneAddress = 512
  /// From the first byte that is awaited to the end of the head; bytes that trickle in do not move it.
  package var head: Duration = .seconds(10)
  package var bodyTime: Duration = .seconds(30)
  /// How long a connection may rest between two requests.
  package var idle: Duration = .seconds(75)
  /// How long a platform waits for the journal before it is asked to come again.
  package var journal: Duration = .seconds(2)
  /// How long the drain waits for answers in hand.
  package var drain: Duration = .seconds(10)

  package init() {}
}
