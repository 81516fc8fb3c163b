import AdapterKit
import EventModel
import Store
import Supervision

/// Keeps the signs of a channel's board alive.
package struct TypingWorker<Time: Clock<Duration>>: Sendable {
  private let channel: ChannelRuntime
  private let calls: DirectCalls
  private let world: World<Time>

  private static var mostAtOnce: Int { 16 }
  private static var longestRest: Duration { .seconds(30) }

  package init(_ channel: ChannelRuntime, by calls: DirectCalls, in world: World<Time>) {
    self.channel = channel
    self.calls = calls
    self.world = world
  }

  /// Works until it is cancelled; a sign that is lost costs nobody anything.
  package func run(_ pulse: Pulse) async {
    let board = channel.typing
    while !Task.isCancelled {
      pulse.beat()
      let heard = board.bell.rings
      await show(board.takeDue(at: world.now())[...])
      pulse.rests()
      let wait = (board.nextDue()?.milliseconds).map { $0 - world.now().milliseconds }
      await board.bell.wait(
        since: heard,
        atMost: min(
          wait.map { .milliseconds(max(0, $0)) } ?? Self.longestRest,
          Self.longestRest),
        on: world.clock)
    }
  }

  private func show(_ due: ArraySlice<(lane: DialogID, outgoing: Outgoing)>) async {
    var rest = due
    while !rest.isEmpty {
      await withDiscardingTaskGroup { group in
        for (lane, outgoing) in rest.prefix(Self.mostAtOnce) {
          group.addTask { await show(outgoing, in: lane) }
        }
      }
      rest = rest.dropFirst(Self.mostAtOnce)
    }
  }

  /// A conversation that takes no sign is left alone.
  private func show(_ outgoing: Outgoing, in lane: DialogID) async {
    switch await calls.perform(outgoing, in: lane, of: channel) {
    case .refused, .unsupported: channel.typing.end(lane)
    case .done, .throttled, .uncertain: break
    }
  }
}
