import JSON

@testable import PlatformSimulator

let telegramNow: Int64 = 1_790_000_000

/// A bot that one person has started.
func newBot() -> TelegramBot {
  var account = TelegramAccount(token: botToken, username: "sim_bot")
  account.people = [Person(id: 501, firstName: "Анна")]
  return TelegramBot(account, settings: settings(), firstNumber: 100)
}

/// A call of the Bot API with a JSON body.
func telegramCall(_ method: String, _ body: JSONValue, at now: Int64 = telegramNow) -> TelegramCall
{
  let parameters = RequestParameters(query: "", body: body.bytes, contentType: "application/json")
  return TelegramCall(method: method, parameters: parameters, now: now)
}

/// An order of the control API.
func order(_ text: String) throws -> JSONView {
  try JSONDocument(parsing: Array(text.utf8)).root
}

/// The error with which a call is refused; nil when it is not.
func problem(_ bot: inout TelegramBot, _ call: TelegramCall) -> TelegramError? {
  do throws(TelegramError) {
    _ = try bot.respond(to: call)
    return nil
  } catch {
    return error
  }
}
