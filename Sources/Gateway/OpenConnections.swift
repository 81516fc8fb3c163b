import NIOCore
import Synchronization

/// The connections that are open, so that a drain reaches each of them.
final class OpenConnections: Sendable {
  private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

  func add(_ channel: any Channel) {
    channels.withLock { $0[ObjectIdentifier(channel)] = channel }
    channel.closeFuture.whenComplete { _ in
      self.channels.withLock { $0[ObjectIdentifier(channel)] = nil }
    }
  }

  /// Ends each after the answer it waits for, and closes what is left after the limit.
  func drain(within limit: Duration) async {
    let open = channels.withLock { Array($0.values) }
    for channel in open {
      channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }
    await withDiscardingTaskGroup { group in
      group.addTask {
        // The sleep ends early when every connection has ended.
        try? await Task.sleep(for: limit)
        for channel in open { channel.close(promise: nil) }
      }
      for channel in open { await channel.closeFuture.whenDone() }
      group.cancelAll()
    }
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
