import AdapterKit
import EventModel
import JSON
import Settings

extension VKAdapter: WebhookReceiving {
  /// Messages with five hundred forwards stay far below.
  private static let largestBody = 4 << 20

  /// VK proves itself by `secret` in the body; only its handshake may come without one.
  ///
  /// The answer is a constant or the confirmation code: `remove` and `version …` are commands to
  /// VK.
  package func receive(
    _ request: WebhookRequest, as identity: ChannelIdentity
  ) throws(WebhookRefusal) -> WebhookReception {
    guard request.body.count <= Self.largestBody else { throw .tooLarge }
    guard let event = try? JSONDocument(parsing: request.body).root,
      event["group_id"].int == settings.group
    else { throw .unauthenticated }
    let isHandshake = event["type"].string == "confirmation"
    switch check(event["secret"]) {
    case .wrong: throw .unauthenticated
    case .missing: guard isHandshake else { throw .unauthenticated }
    case .right: break
    }
    if isHandshake {
      guard let code = identity.confirmation else { throw .unauthenticated }
      return WebhookReception(keeping: nil, answer: WebhookAnswer(body: code))
    }
    return WebhookReception(
      keeping: WebhookReception.Kept(
        headers: Self.keptHeaders(of: request), body: try Self.blanked(request.body)),
      answer: WebhookAnswer(body: "ok"))
  }

  private enum Proof { case right, wrong, missing }

  private func check(_ claimed: JSONView) -> Proof {
    guard claimed.exists else { return .missing }
    guard let secret = settings.secret else { return .wrong }
    return claimed.withUTF8 { secret.matches($0) } == true ? .right : .wrong
  }

  /// How often VK has tried before.
  private static func keptHeaders(of request: WebhookRequest) -> [WireHeader] {
    let name = "X-Retry-Counter"
    return request.header(name).map { [WireHeader(name, $0)] } ?? []
  }

  /// The body with the secret's characters as `*`; every other byte stays where it was.
  private static func blanked(_ body: [UInt8]) throws(WebhookRefusal) -> [UInt8] {
    let spans = VKSpans.values(of: "secret", in: body)
    guard !spans.isEmpty else { throw .unauthenticated }
    var body = body
    for span in spans {
      for index in span.dropFirst().dropLast() { body[index] = UInt8(ascii: "*") }
    }
    return body
  }
}
