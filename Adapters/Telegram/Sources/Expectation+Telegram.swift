import AdapterKit
import JSON

/// What Telegram waits for, and what goes out when nobody answers in time.
extension Expectation {
  /// A press spins on the person's screen until it is answered.
  static func press(_ id: String) -> Expectation {
    var call = BotCall("answerCallbackQuery")
    call.set("callback_query_id", id)
    return Expectation(.press, token: id, patience: .seconds(5), otherwise: part(call))
  }

  /// Telegram gives up after ten seconds; a no in time tells the person why.
  static func preCheckout(_ id: String, refusal: String) -> Expectation {
    let part = refusing("answerPreCheckoutQuery", "pre_checkout_query_id", id, refusal)
    return Expectation(.preCheckout, token: id, patience: .seconds(8), otherwise: part)
  }

  static func shipping(_ id: String, refusal: String) -> Expectation {
    let part = refusing("answerShippingQuery", "shipping_query_id", id, refusal)
    return Expectation(.shipping, token: id, patience: .seconds(8), otherwise: part)
  }

  /// An empty list ends the waiting, and is not kept for the next person.
  static func inline(_ id: String) -> Expectation {
    var call = BotCall("answerInlineQuery")
    call.set("inline_query_id", id)
    call["results"] = JSONFragment { $0.array { _ in } }
    call.set("cache_time", 0)
    call.set("is_personal", true)
    return Expectation(.inline, token: id, patience: .seconds(5), otherwise: part(call))
  }

  static func joinRequest(chat: String, user: String) -> Expectation {
    Expectation(.joinRequest, token: "\(chat):\(user)")
  }

  static func guest(_ query: String) -> Expectation { Expectation(.guest, token: query) }

  private static func refusing(
    _ method: String, _ name: String, _ id: String, _ words: String
  ) -> Part {
    var call = BotCall(method)
    call.set(name, id)
    call.set("ok", false)
    call.set("error_message", words)
    return part(call)
  }

  private static func part(_ call: BotCall) -> Part {
    Part(call.fragment, repeats: .areHarmless, bounds: [.channel])
  }
}
