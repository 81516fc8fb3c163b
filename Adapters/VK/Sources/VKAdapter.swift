import AdapterKit
import EventModel
import JSON
import Settings

/// One VK community: its messages, its comments, and what else happens there.
package struct VKAdapter: Sendable {
  let settings: VKSettings
  let api: VKAPI
}

extension VKAdapter: ChannelAdapter {
  package static var platform: Platform { .vk }

  package init?(reading settings: inout SettingsReader) {
    guard let read = VKSettings(reading: &settings) else { return nil }
    guard let adapter = VKAdapter(read) else {
      settings.problem("is no address a request can be sent to", at: "api_base")
      return nil
    }
    self = adapter
  }

  /// Payloads name their community themselves.
  package static var forReading: VKAdapter? {
    Secret("none").flatMap { VKAdapter(VKSettings(ofNobody: $0)) }
  }

  private init?(_ settings: VKSettings) {
    guard let api = VKAPI(settings) else { return nil }
    self.settings = settings
    self.api = api
  }

  package var identity: ChannelIdentity {
    var identity = ChannelIdentity(externalID: String(settings.group))
    identity.confirmation = settings.confirmation
    return identity
  }

  /// Asks who we are; for callbacks also how to answer VK's handshake, unless the settings say it.
  package func bind(
    over transport: some Transport
  ) async throws(SendFailure) -> ChannelIdentity {
    let answer = try await api.make(aboutUs("groups.getById"), over: transport)
    let groups = answer["groups"].kind == .array ? answer["groups"] : answer
    guard let us = groups.elements.first(where: { $0["id"].int == settings.group }) else {
      throw .rejected(DeliveryError(.platformError, "VK does not know the community"))
    }
    var identity = identity
    identity.name = us["name"].nonEmpty
    identity.username = us["screen_name"].nonEmpty
    if settings.transport.hasCallback, identity.confirmation == nil {
      identity.confirmation = try await confirmationCode(over: transport)
    }
    return identity
  }

  /// A token without the right `manage` is refused: then the server was confirmed by hand, and no
  /// code is needed.
  private func confirmationCode(
    over transport: some Transport
  ) async throws(SendFailure) -> String? {
    do {
      let call = aboutUs("groups.getCallbackConfirmationCode")
      return try await api.make(call, over: transport)["code"].text
    } catch .rejected {
      return nil
    }
  }

  /// A call about the community itself.
  func aboutUs(_ method: String) -> VKCall {
    var call = VKCall(method)
    call.set("group_id", settings.group)
    return call
  }
}
