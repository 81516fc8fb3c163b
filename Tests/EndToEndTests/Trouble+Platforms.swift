import JSON
import PlatformSimulator

/// What each platform does in a trouble, and what has to come of it (FIELDS §10 and §11).
extension Trouble {
  /// Lets it happen to the next message of a conversation.
  func happens(to kind: MessageKind, in talk: Talk) async throws {
    let method = kind.method(on: talk.channel)
    switch talk.channel {
    case .telegramWebhook, .telegramPolling:
      if self == .blocked {
        let order: JSONValue = ["id": .number("\(talk.person)"), "is_blocked": true]
        _ = try await talk.stage.simulator.control("tg/\(ChannelUnderTest.bot)/people", order)
      } else if let fault = telegramFault {
        talk.meets(fault, at: method)
      }
    case .vkCallback, .vkLongPoll:
      if self == .blocked {
        let order: JSONValue = ["id": .number("\(talk.person)"), "is_denied": true]
        let path = "vk/\(ChannelUnderTest.group)/people"
        _ = try await talk.stage.simulator.control(path, order)
      } else if let fault = vkFault {
        talk.meets(fault, at: method)
      }
    case .email, .filingEmail:
      if let trouble = mailTrouble {
        try await talk.stage.mailroom.plays(trouble, to: talk.address)
      }
    }
  }

  private var telegramFault: Fault.Kind? {
    switch self {
    case .success, .blocked: nil
    case .flood: .tooMany
    case .serverError: .status(500)
    case .lostBefore: .dropBefore
    case .lostAfter: .dropAfter
    case .refused: .telegramError(400, "Bad Request: not enough rights to send text messages")
    case .gone: .telegramError(400, "Bad Request: chat not found")
    case .tooLong: .telegramError(400, "Bad Request: message is too long")
    case .malformed:
      .telegramError(400, "Bad Request: can't parse entities: unexpected end of tag at 7")
    }
  }

  private var vkFault: Fault.Kind? {
    switch self {
    case .success, .blocked: nil
    case .flood: .tooMany
    case .serverError: .vkPeerError(10)
    case .lostBefore: .dropBefore
    case .lostAfter: .dropAfter
    case .refused: .vkPeerError(7)
    case .gone: .vkPeerError(936)
    case .tooLong: .vkPeerError(914)
    case .malformed: .vkPeerError(100)
    }
  }

  private var mailTrouble: MailTrouble? {
    switch self {
    case .success: nil
    case .flood: MailTrouble(step: .rcpt, act: "450 4.7.1 slow down")
    case .serverError: MailTrouble(step: .rcpt, act: "451 4.3.0 try again")
    case .lostBefore: MailTrouble(step: .letter, act: "drop")
    case .lostAfter: MailTrouble(step: .dot, act: "drop", isFiled: true)
    case .refused: MailTrouble(step: .dot, act: "554 5.6.0 not like this")
    case .blocked: MailTrouble(step: .rcpt, act: "550 5.7.1 not from you")
    case .gone: MailTrouble(step: .rcpt, act: "550 5.1.1 no such user")
    case .tooLong: MailTrouble(step: .dot, act: "552 5.3.4 too much")
    case .malformed: MailTrouble(step: .dot, act: "550 5.6.1 unreadable")
    }
  }

  func verdict(on kind: MessageKind, in channel: ChannelUnderTest) -> Verdict {
    switch channel {
    case .telegramWebhook, .telegramPolling: telegramVerdict(on: kind)
    case .vkCallback, .vkLongPoll: vkVerdict
    case .email, .filingEmail: mailVerdict
    }
  }

  /// Telegram drops no repeats: what may have arrived is held.
  private func telegramVerdict(on kind: MessageKind) -> Verdict {
    switch self {
    case .success: Verdict(.sent)
    case .flood: Verdict(.sent, attempts: 2)
    case .serverError: Verdict(.uncertain("delivery.platform_error"))
    case .lostBefore: Verdict(.uncertain("delivery.platform_error"))
    case .lostAfter: Verdict(.uncertain("delivery.platform_error"), copies: 1)
    case .refused: .failed("delivery.platform_error")
    case .blocked: .failed("delivery.user_blocked")
    case .gone: .failed("delivery.chat_not_found")
    case .tooLong: .failed("delivery.message_too_long")
    case .malformed:
      kind == .rich
        ? Verdict(.degraded("degraded:formatting=plain"), attempts: 2)
        : .failed("delivery.unknown")
    }
  }

  /// VK drops a repeat by its `random_id`: what may have arrived is sent again.
  private var vkVerdict: Verdict {
    switch self {
    case .success: Verdict(.sent)
    case .flood, .serverError, .lostBefore: Verdict(.sent, attempts: 2)
    // It is looked up, and was there.
    case .lostAfter: Verdict(.sent)
    case .refused, .malformed: .failed("delivery.platform_error")
    case .blocked: .failed("delivery.user_blocked")
    case .gone: .failed("delivery.chat_not_found")
    case .tooLong: .failed("delivery.message_too_long")
    }
  }

  /// A server that files what it sends tells what became of a letter.
  private var mailVerdict: Verdict {
    switch self {
    case .success: Verdict(.sent)
    case .flood: Verdict(.waiting)
    case .serverError, .lostBefore: Verdict(.sent, attempts: 2)
    case .lostAfter: Verdict(.sent, attempts: 1)
    case .refused, .malformed: .failed("delivery.platform_error")
    case .blocked: .failed("delivery.user_blocked")
    case .gone: .failed("delivery.chat_not_found")
    case .tooLong: .failed("delivery.message_too_long")
    }
  }
}
