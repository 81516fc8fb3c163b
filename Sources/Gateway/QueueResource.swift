import AdapterKit
import EventModel
import Hummingbird
import JSON
import Relay
import Store

/// `/v1/queue`: what waits to be sent, and when that will be over.
struct QueueResource: Sendable {
  let store: any Store
  let channels: ChannelDirectory
  let now: @Sendable () -> Timestamp

  private static let limits: ClosedRange<Int64> = 1...200
  private static let usualLimit: Int64 = 50

  func add(to router: Router<APIContext>) {
    router.get("v1/queue") { request, _ in
      var query = QueryReader(request.uri.query)
      let wanted = Set(query.texts("channel_id"))
      let limit = query.number("limit", in: Self.limits) ?? Self.usualLimit
      try query.finish()
      var shown: [JSONFragment] = []
      for channel in channels.all
      where wanted.isEmpty || wanted.contains(channel.record.id.rawValue) {
        let report = try await store.queue(of: channel.record.id, lanes: Int(limit))
        shown.append(await fragment(of: report, channel))
      }
      return Response(json: JSONFragment.object { $0.member("channels", shown) }.bytes)
    }
  }

  private func fragment(
    of report: QueueReport, _ channel: ChannelRuntime
  ) async -> JSONFragment {
    let now = now()
    let closing = await channel.gate.closing(at: now)
    let forecast = QueueForecast(
      parts: report.parts, longestLane: report.longestLane, pace: channel.pace,
      closedUntil: closing, at: now)
    return .object {
      $0.member("channel_id", channel.record.id)
      $0.member("channel_type", channel.record.platform)
      $0.member("parts", report.parts)
      $0.member("dialogs", report.laneCount)
      $0.member("oldest_at", report.oldest)
      $0.member("closed_until", closing)
      $0.member("empties_in_seconds", forecast.seconds)
      $0.member("empties_at", forecast.emptiesAt)
      $0.member("empties", forecast.text)
      let lanes = report.lanes.enumerated().map { index, lane in
        JSONFragment.object { lane.writeMembers(at: index + 1, to: &$0) }
      }
      $0.member("lanes", lanes)
    }
  }
}

extension QueueReport.Lane {
  /// - Parameter position: among the lanes that are due first, from 1.
  fileprivate func writeMembers(at position: Int, to writer: inout JSONWriter) {
    writer.member("position", position)
    writer.member("dialog_id", dialog)
    writer.member("parts", parts)
    writer.member("operation_id", head)
    writer.member("event_id", event)
    writer.member("kind", kind.word)
    writer.member("state", isInFlight ? "in_flight" : "waiting")
    writer.member("accepted_at", oldest)
    writer.member("attempt", attempt)
    writer.member("next_attempt_at", nextAttemptAt)
    writer.member("error_type", error?.kind)
    writer.member("code", error?.code)
    writer.member("reason", error?.reason)
  }
}
