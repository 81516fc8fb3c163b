import NIOCore
import Synchronization

/// The connections that are open, so that a drain reaches each of them.
final class OpenConnections: Sendable {
  private struct State {
    var channels: [ObjectIdentifier: any Channel] = [:]
    var isDraining = false
  }

  private let state = Mutex(State())

  /// Notes a connection; one that comes too late is closed.
  func add(_ channel: any Channel) {
    let isLate = state.withLock { state in
      if !state.isDraining { state.channels[ObjectIdentifier(channel)] = channel }
      return state.isDraining
    }
    if isLate { return channel.close(promise: nil) }
    channel.closeFuture.whenComplete { _ in
      self.state.withLock { $0.channels[ObjectIdentifier(channel)] = nil }
    }
  }

  /// Ends each after the answer it waits for, and closes what is left after the limit.
  func drain(within limit: Duration) async {
    let open = state.withLock { state in
      state.isDraining = true
      return Array(state.channels.values)
    }
    for channel in open {
      channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }
    let deadlines = open.map { channel in
      channel.eventLoop.scheduleTask(in: TimeAmount(limit)) { channel.close(promise: nil) }
    }
    for channel in open { await channel.closeFuture.whenDone() }
    for deadline in deadlines { deadline.cancel() }
  }
}

extension EventLoopFuture<Void> {
  /// Waits for the end, of either kind.
  fileprivate func whenDone() async {
    await withCheckedContinuation { continuation in
      whenComplete { _ in continuation.resume() }
    }
  }
}
