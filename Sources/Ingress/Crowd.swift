import NIOCore

/// The connections of one event loop: holds them to their deadlines, and sees them out at the end.
///
/// One look at all of them now and then costs less than a timer for each request.
final class Crowd {
  private let loop: any EventLoop
  private let pause: TimeAmount
  private var members: [ObjectIdentifier: IngressConnection] = [:]
  private var isWatching = false
  private var whenEmpty: EventLoopPromise<Void>?

  /// - Parameter pause: from one look to the next; a deadline is kept that exactly.
  init(on loop: any EventLoop, pause: TimeAmount) {
    self.loop = loop
    self.pause = pause
  }

  func add(_ member: IngressConnection) {
    members[ObjectIdentifier(member)] = member
    watch()
  }

  func remove(_ member: IngressConnection) {
    members[ObjectIdentifier(member)] = nil
    if members.isEmpty { endDrain() }
  }

  private func watch() {
    guard !isWatching else { return }
    isWatching = true
    loop.assumeIsolated().scheduleTask(in: pause) { self.look() }
  }

  private func look() {
    isWatching = false
    let now = NIODeadline.now()
    let late = members.values.filter { $0.deadline <= now }
    for member in late { member.expire() }
    if !members.isEmpty { watch() }
  }

  /// Succeeds when the last connection has ended, or the limit has come; what is open then is for
  /// the group's end to close.
  func drain(within limit: TimeAmount) -> EventLoopFuture<Void> {
    guard !members.isEmpty else { return loop.makeSucceededVoidFuture() }
    let promise = loop.makePromise(of: Void.self)
    whenEmpty = promise
    for member in Array(members.values) { member.drain() }
    let end = loop.assumeIsolated().scheduleTask(in: limit) { self.endDrain() }
    promise.futureResult.assumeIsolated().whenComplete { _ in end.cancel() }
    return promise.futureResult
  }

  private func endDrain() {
    whenEmpty?.succeed()
    whenEmpty = nil
  }
}
