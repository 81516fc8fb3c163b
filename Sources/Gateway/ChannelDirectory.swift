import AdapterKit
import EventModel
import Relay
import Store
import Synchronization

/// The channels that run, in the configuration's order, with the addresses their platforms call.
package final class ChannelDirectory: Sendable {
  package let all: [ChannelRuntime]
  private let byID: [ChannelID: ChannelRuntime]
  private let webhookURLs = Mutex<[ChannelID: String]>([:])

  package init(_ channels: [ChannelRuntime]) {
    all = channels
    byID = Dictionary(channels.map { ($0.record.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package subscript(_ id: ChannelID) -> ChannelRuntime? { byID[id] }

  /// The channel of a dialog, which must be configured still.
  func channel(of dialog: Dialog) throws(APIProblem) -> ChannelRuntime {
    guard let channel = dialog.identity.channel.flatMap({ self[$0] }) else {
      throw APIProblem(.channelMissing, "the dialog's channel is not configured any more")
    }
    return channel
  }

  /// The address that the platform calls; nil for a channel that is not called.
  package func webhookURL(of channel: ChannelID) -> String? {
    webhookURLs.withLock { $0[channel] }
  }

  package func setWebhookURL(_ url: String?, of channel: ChannelID) {
    webhookURLs.withLock { $0[channel] = url }
  }
}

extension ChannelRuntime {
  /// The channel as pages of events show it.
  var shown: Channel {
    Channel(
      id: record.id, name: identity.name ?? record.name, platform: record.platform,
      externalID: externalID, isActive: isActive)
  }

  /// What the platform calls our account: the handle where there is one.
  var externalID: String { identity.username.map { "@\($0)" } ?? identity.externalID }

  var isActive: Bool { health.reasons.isEmpty }
}
