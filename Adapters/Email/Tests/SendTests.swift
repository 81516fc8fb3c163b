import AdapterKit
import AdapterTesting
import EmailAdapter
import EventModel
import JSON
import Testing

@Suite struct SendTests {
  private let part = Part(
    .object {
      $0.member("from", "support@company.com")
      $0.member("recipients", ["client@example.com"])
      $0.member("message_id", "<e@company.com>")
      $0.member("letter", "Subject: x\r\n\r\n.dot\r\nend\r\n")
    })

  private static let hello: [ScriptedStream.Turn] = [
    .client("EHLO company.com\r\n"),
    .server("250-smtp.company.com\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250 8BITMIME\r\n"),
  ]
  private static let envelope: [ScriptedStream.Turn] = [
    .client("MAIL FROM:<support@company.com> SIZE=25\r\n"), .server("250 2.1.0 ok\r\n"),
    .client("RCPT TO:<client@example.com>\r\n"), .server("250 2.1.5 ok\r\n"),
    .client("DATA\r\n"), .server("354 go on\r\n"),
  ]
  private static let letter: [ScriptedStream.Turn] =
    [.client("Subject: x\r\n\r\n..dot\r\nend\r\n.\r\n")]
  private static let goodbye: [ScriptedStream.Turn] =
    [.client("QUIT\r\n"), .server("221 bye\r\n")]

  /// What becomes of the letter when the server behaves so.
  private func send(_ turns: [ScriptedStream.Turn]) async throws -> Result<PartReceipt, SendFailure>
  {
    let stream = ScriptedStream(script: turns)
    let adapter = try adapter()
    do {
      let receipt = try await adapter.send(
        part, with: [], over: ScriptedTransport(streams: [stream]))
      #expect(stream.isClosed)
      return .success(receipt)
    } catch {
      #expect(stream.isClosed)
      return .failure(error)
    }
  }

  @Test func handsALetterIn() async throws {
    let result = try await send(
      Self.hello + Self.envelope + Self.letter + [.server("250 2.0.0 queued\r\n")] + Self.goodbye)

    #expect(try result.get().messages.map(\.id) == ["<e@company.com>"])
  }

  @Test(arguments: [
    ("550 5.1.1 no such user", "rejected", "delivery.chat_not_found"),
    ("550 5.7.1 refused", "rejected", "delivery.user_blocked"),
    ("550 user unknown", "rejected", "delivery.chat_not_found"),
    ("552 5.3.4 too big", "rejected", "delivery.message_too_long"),
    ("552 5.2.2 full", "unavailable", "delivery.platform_error"),
    ("550 4.2.2 full", "unavailable", "delivery.platform_error"),
    ("450 5.1.1 try later", "unavailable", "delivery.chat_not_found"),
    ("450 4.7.1 greylisted", "throttled", "delivery.rate_limit"),
    ("451 4.3.0 trouble", "unavailable", "delivery.platform_error"),
    ("452 4.5.3 too many", "throttled", "delivery.rate_limit"),
    ("421 too many connections", "throttled", "delivery.rate_limit"),
    ("535 5.7.8 bad credentials", "unauthorized", "webhook.invalid_token"),
    ("530 5.7.0 log in first", "unauthorized", "webhook.invalid_token"),
    ("554 transaction failed", "rejected", "delivery.platform_error"),
  ])
  func saysWhatARefusalMeans(_ reply: String, _ outcome: String, _ kind: String) async throws {
    let atRecipient = try await send(
      Self.hello + [
        .client("MAIL FROM:<support@company.com> SIZE=25\r\n"), .server("250 ok\r\n"),
        .client("RCPT TO:<client@example.com>\r\n"), .server(reply + "\r\n"),
      ] + Self.goodbye)
    let behindTheDot = try await send(
      Self.hello + Self.envelope + Self.letter + [.server(reply + "\r\n")] + Self.goodbye)

    for result in [atRecipient, behindTheDot] {
      guard case .failure(let failure) = result else {
        Issue.record("it was sent")
        continue
      }
      #expect("\(failure)".hasPrefix(outcome))
      #expect(failure.error?.kind.rawValue == kind)
    }
  }

  @Test(arguments: 0...6)
  func isNotSentWhenTheConnectionIsLostBeforeTheDot(_ turns: Int) async throws {
    let lost = ScriptedStream.Turn.breaks(.uncertain(DeliveryError(.timeout, "lost")))
    let script = Array((Self.hello + Self.envelope).prefix(turns))
    let result = try await send(turns.isMultiple(of: 2) ? script : script + [lost])

    guard case .failure(.unavailable) = result else {
      Issue.record("lost before the dot, but \(result)")
      return
    }
  }

  @Test(
    arguments: [
      [], [.breaks(.uncertain(DeliveryError(.timeout, "no answer")))],
      [.breaks(.unavailable(DeliveryError(.platformError, "reset")))], [.server("nonsense\r\n")],
      [.server("354 go on\r\n")], [.server("777 what\r\n")],
    ] as [[ScriptedStream.Turn]])
  func isUncertainWhenNoAnswerComesBehindTheDot(_ end: [ScriptedStream.Turn]) async throws {
    let result = try await send(Self.hello + Self.envelope + Self.letter + end)

    guard case .failure(.uncertain) = result else {
      Issue.record("nobody knows, but \(result)")
      return
    }
  }

  @Test func doesNotTryALetterThatIsTooLong() async throws {
    let result = try await send(
      [
        .client("EHLO company.com\r\n"), .server("250-smtp\r\n250 SIZE 10\r\n"),
      ] + Self.goodbye)

    guard case .failure(.rejected(let error)) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(error.kind == .messageTooLong)
  }
}
