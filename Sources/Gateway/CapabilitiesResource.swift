import AdapterKit
import EventModel
import Hummingbird
import JSON
import Relay
import Store

/// `/v1/channels/{id}/capabilities`: what can be done in each kind of conversation, and how fast.
struct CapabilitiesResource: Sendable {
  let channels: ChannelDirectory

  func add(to router: Router<APIContext>) {
    router.get("v1/channels/:id/capabilities") { request, context in
      var query = QueryReader(request.uri.query)
      try query.finish()
      guard let channel = channels[ChannelID(context.identifier)] else {
        throw APIProblem(.notFound, "there is no such channel")
      }
      let body = JSONFragment.object {
        $0.member("channel_id", channel.record.id)
        $0.member("channel_type", channel.record.platform)
        $0.member("pace", channel.adapter.abilities.pace)
        $0.member("places", channel.adapter.abilities.places)
      }
      return Response(json: body.bytes)
    }
  }
}

extension Pace: JSONWritable {
  public func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("channel", channel)
      $0.member("chat", chat)
      $0.member("group", group)
      guard !methods.isEmpty else { return }
      $0.member("methods") { writer in
        for (name, rate) in methods.sorted(by: { $0.key < $1.key }) {
          writer.name(dynamic: name)
          writer.value(rate)
        }
      }
    }
  }
}

extension Rate: JSONWritable {
  public func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("calls", calls)
      $0.member("per_seconds", JSONNumber(window.inSeconds))
    }
  }
}

extension Abilities.Place: JSONWritable {
  public func write(to writer: inout JSONWriter) {
    writer.object {
      // No kinds: all others.
      $0.member("kinds", kinds)
      $0.member("limits", limits)
      $0.member("abilities") { writer in
        let named = Ability.all.filter { grants[$0] == nil }.map { ($0, Abilities.Grant.no) }
        let all = named + grants.map { ($0.key, $0.value) }
        for (ability, grant) in all.sorted(by: { $0.0.rawValue < $1.0.rawValue }) {
          writer.name(dynamic: ability.rawValue)
          writer.value(grant)
        }
      }
    }
  }
}

extension Abilities.Grant: JSONWritable {
  public func write(to writer: inout JSONWriter) {
    writer.object {
      switch self {
      case .yes: $0.member("state", "yes")
      case .no: $0.member("state", "no")
      case .within(let limit):
        $0.member("state", "within")
        $0.member("within_seconds", limit.components.seconds)
      case .needs(let key):
        $0.member("state", "needs")
        $0.member("needs", key)
      }
    }
  }
}

extension Abilities.Limits: JSONWritable {
  public func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("text_units", longestText)
      $0.member("caption_units", longestCaption)
      $0.member("callback_data_bytes", longestCallbackData)
      $0.member("button_text_units", longestButtonText)
      $0.member("buttons", mostButtons)
      $0.member("buttons_in_row", mostButtonsInRow)
      $0.member("attachments", mostAttachments)
      $0.member("album", mostInAlbum)
      $0.member("upload_bytes", largestUpload)
      $0.member("download_bytes", largestDownload)
    }
  }
}

extension Ability {
  /// Those that a caller may look for; what a channel does not name it cannot do.
  fileprivate static let all: [Ability] = [
    .send, .edit, .delete, .react, .typing, .markRead, .pin, .forward, .answerPress,
    .readReceipts, .quote, .richText, .attachments, .album, .callbackButtons, .urlButtons,
    .silent, .hidePreview, .subject, .stopPoll, .showDraft,
  ]
}

extension Duration {
  fileprivate var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
