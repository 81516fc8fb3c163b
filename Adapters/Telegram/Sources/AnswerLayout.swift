import AdapterKit
import EventModel
import JSON

/// The call that answers what Telegram waits for.
enum AnswerLayout {
  static func plan(_ answer: Answer, to expected: Expectation) throws(Refusal) -> Plan {
    guard !expected.token.isEmpty else { throw Refusal(.invalid, "nothing waits for an answer") }
    switch expected.kind {
    case .press: return try press(answer, expected.token)
    case .preCheckout:
      return plan(try money(answer, "answerPreCheckoutQuery", "pre_checkout_query_id", expected))
    case .shipping: return plan(try shipping(answer, expected))
    case .inline: return plan(try inline(answer, expected.token))
    case .joinRequest: return plan(try joinRequest(answer, expected.token))
    case .guest: return plan(try guest(answer, expected.token))
    default: throw Refusal(.unsupported, "Telegram waits for no answer of the kind")
    }
  }

  /// Beside the conversation's pace; a second answer changes nothing.
  private static func plan(_ call: BotCall, _ losses: [Degradation] = []) -> Plan {
    Plan(
      [Part(call.fragment, repeats: .areHarmless, bounds: [.channel])], degradations: losses)
  }

  private static func press(_ answer: Answer, _ token: String) throws(Refusal) -> Plan {
    guard answer.app == nil else {
      throw Refusal(.unsupported, "a press opens no application at Telegram")
    }
    var call = BotCall("answerCallbackQuery")
    call.set("callback_query_id", token)
    var losses: [Degradation] = []
    if let text = answer.text.map({ RichText($0) }), !text.isEmpty {
      let isCut = text.length > TelegramLimits.pressAnswer
      if isCut { losses.append(.textCut) }
      call.set(
        "text", isCut ? text.prefix(TelegramLimits.pressAnswer - 1).plain + "…" : text.plain)
    }
    if answer.isAlert { call.set("show_alert", true) }
    call.set("url", answer.url)
    return plan(call, losses)
  }

  private static func money(
    _ answer: Answer, _ method: String, _ name: String, _ expected: Expectation
  ) throws(Refusal) -> BotCall {
    guard let isAccepted = answer.isAccepted else {
      throw Refusal(.invalid, "the answer is yes or no")
    }
    var call = BotCall(method)
    call.set(name, expected.token)
    call.set("ok", isAccepted)
    guard !isAccepted else { return call }
    guard let words = answer.text, !words.isEmpty else {
      throw Refusal(.invalid, "a refusal tells the person why: it needs a text")
    }
    call.set("error_message", words)
    return call
  }

  private static func shipping(
    _ answer: Answer, _ expected: Expectation
  ) throws(Refusal) -> BotCall {
    var call = try money(answer, "answerShippingQuery", "shipping_query_id", expected)
    guard answer.isAccepted == true else { return call }
    guard let options = answer.results, (try? options.parsed())?.elements.isEmpty == false else {
      throw Refusal(.invalid, "a yes to shipping names its options")
    }
    call["shipping_options"] = options
    return call
  }

  private static func inline(_ answer: Answer, _ token: String) throws(Refusal) -> BotCall {
    let results = try? (answer.results ?? JSONFragment { $0.array { _ in } }).parsed()
    guard let results, results.kind == .array,
      Array(results.elements).count <= TelegramLimits.inlineResults
    else {
      throw Refusal(.invalid, "results are a list of at most \(TelegramLimits.inlineResults)")
    }
    var call = BotCall("answerInlineQuery")
    call.set("inline_query_id", token)
    call["results"] = JSONFragment(results)
    call.set("cache_time", 0)
    call.set("is_personal", true)
    return call
  }

  private static func joinRequest(_ answer: Answer, _ token: String) throws(Refusal) -> BotCall {
    guard let isAccepted = answer.isAccepted else {
      throw Refusal(.invalid, "the answer is yes or no")
    }
    let pieces = token.split(separator: ":")
    guard pieces.count == 2, let chat = Int64(pieces[0]), let user = Int64(pieces[1]) else {
      throw Refusal(.invalid, "the request to join names no chat and no person")
    }
    var call = BotCall(isAccepted ? "approveChatJoinRequest" : "declineChatJoinRequest")
    call.set("chat_id", chat)
    call.set("user_id", user)
    return call
  }

  private static func guest(_ answer: Answer, _ token: String) throws(Refusal) -> BotCall {
    var call = BotCall("answerGuestQuery")
    call.set("guest_query_id", token)
    if let results = answer.results {
      let view = try? results.parsed()
      let result = view?.kind == .array ? view?.first : view
      guard let result, result.kind == .object else {
        throw Refusal(.invalid, "the answer to a guest is one result")
      }
      call["result"] = JSONFragment(result)
      return call
    }
    let text = RichText(answer.text ?? "").trimmed
    guard (1...TelegramLimits.text).contains(text.length) else {
      throw Refusal(
        .invalid, "a guest is answered with 1 to \(TelegramLimits.text) characters")
    }
    call["result"] = GuestAnswer.article(text, nil, hidesPreview: false)
    return call
  }
}

extension Degradation {
  /// Only the beginning of a text that stands nowhere else is shown.
  static let textCut: Self = "text=cut"
}
