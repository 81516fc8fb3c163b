import AdapterKit
import EventModel
import JSON

/// A press that VK waits for an answer to, as an expectation's token names it.
struct VKPress: Hashable {
  let event: String
  let user: Int64
  let peer: Int64

  /// The clients' own patience is a minute; ours is shorter, so that nothing spins.
  static let patience: Duration = .seconds(5)

  var token: String { "\(event):\(user):\(peer)" }

  var expectation: Expectation {
    Expectation(
      .press, token: token, patience: Self.patience, otherwise: part(answering: nil))
  }

  /// One call that VK takes once, and beside the conversation's messages; nothing to show only
  /// stops the clock.
  func part(answering data: String?) -> Part {
    var call = VKCall("messages.sendMessageEventAnswer")
    call.space = VKPlace.peer(peer).space
    call.set("event_id", event)
    call.set("user_id", user)
    call.set("peer_id", peer)
    call.set("event_data", data)
    return Part(call.fragment, repeats: .areHarmless, bounds: [.channel])
  }
}

extension VKPress {
  init?(token: String) {
    let words = token.split(separator: ":")
    guard words.count == 3, let user = Int64(words[1]), let peer = Int64(words[2]) else {
      return nil
    }
    self.init(event: String(words[0]), user: user, peer: peer)
  }
}

extension VKAdapter {
  /// VK opens an application or a page, or shows a line of text for ten seconds.
  func answering(_ expectation: Expectation, _ answer: Answer) throws(Refusal) -> Plan {
    guard expectation.kind == .press else {
      throw Refusal(.unsupported, "VK waits for answers to presses alone")
    }
    guard let press = VKPress(token: expectation.token) else {
      throw Refusal(.invalid, "the press is none of VK's")
    }
    let text = answer.text.flatMap { $0.isEmpty ? nil : RichText($0) }
    var data: JSONFragment?
    if let app = answer.app {
      data = try Self.opening(app)
    } else if let url = answer.url {
      guard VKText.isPage(url) else { throw Refusal(.invalid, "VK opens only web pages") }
      data = .object {
        $0.member("type", "open_link")
        $0.member("link", url)
      }
    } else if let text {
      data = .object {
        $0.member("type", "show_snackbar")
        $0.member("text", Self.cut(text))
      }
    }
    let words = data.map { String(decoding: $0.bytes, as: UTF8.self) }
    guard words?.utf16.count ?? 0 <= VKLimits.pressAnswer else {
      throw Refusal(.invalid, "VK takes an answer of at most 1,000 characters")
    }
    let isCut = answer.app == nil && answer.url == nil && text?.length ?? 0 > VKLimits.snackbar
    return Plan([press.part(answering: words)], degradations: isCut ? [.textCut] : [])
  }

  private static func cut(_ text: RichText) -> String {
    guard text.length > VKLimits.snackbar else { return text.plain }
    return text.prefix(VKLimits.snackbar - 1).plain + "…"
  }

  /// `{"app_id", "owner_id"?, "hash"?}`.
  private static func opening(_ app: JSONFragment) throws(Refusal) -> JSONFragment {
    guard let view = try? app.parsed(), let id = view["app_id"].int else {
      throw Refusal(.invalid, "VK opens an application by its app_id")
    }
    return .object {
      $0.member("type", "open_app")
      $0.member("app_id", id)
      $0.member("owner_id", view["owner_id"].int)
      $0.member("hash", view["hash"].nonEmpty)
    }
  }
}

extension Degradation {
  /// Only the beginning of a text that stands nowhere else is shown.
  static let textCut: Self = "text=cut"
}
