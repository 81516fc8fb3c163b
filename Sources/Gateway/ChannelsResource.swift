import EventModel
import Hummingbird
import JSON
import Relay
import Store

/// `/v1/channels`: our accounts on the platforms, and how they fare.
struct ChannelsResource: Sendable {
  let store: any Store
  let channels: ChannelDirectory

  func add(to router: Router<APIContext>) {
    router.get("v1/channels") { request, _ in try await list(request) }
    router.get("v1/channels/:id") { request, context in try await one(request, context) }
  }

  private func list(_ request: Request) async throws -> Response {
    try QueryReader.requireNothing(in: request)
    var shown: [JSONFragment] = []
    for channel in channels.all { shown.append(try await fragment(of: channel)) }
    return Response(json: JSONFragment.object { $0.member("channels", shown) }.bytes)
  }

  private func one(_ request: Request, _ context: APIContext) async throws -> Response {
    try QueryReader.requireNothing(in: request)
    guard let channel = channels[ChannelID(context.identifier)] else {
      throw APIProblem(.notFound, "there is no such channel")
    }
    return Response(json: try await fragment(of: channel).bytes)
  }

  private func fragment(of channel: ChannelRuntime) async throws -> JSONFragment {
    let record = channel.record
    let backlog = try await store.backlog(of: record.id)
    return .object {
      $0.member("id", record.id)
      $0.member("name", record.name)
      $0.member("type", record.platform)
      $0.member("external_id", channel.externalID)
      $0.member("is_active", channel.isActive)
      $0.member("is_paused", false)
      $0.member("webhook_url", channels.webhookURL(of: record.id))
      $0.member("health") { channel.health.writeMembers(backlog, to: &$0) }
    }
  }
}

extension ChannelHealth {
  fileprivate func writeMembers(_ backlog: Backlog, to writer: inout JSONWriter) {
    writer.member("status", status)
    writer.member("degradation_reasons", reasons)
    writer.member("unread", backlog.unread)
    writer.member("quarantined", backlog.quarantined)
    writer.member("queued", backlog.unsent)
    writer.member("uncertain", backlog.uncertain)
  }
}
