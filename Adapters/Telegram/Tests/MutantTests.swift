import AdapterKit
import AdapterTesting
import FoundationEssentials
import Testing

@testable import TelegramAdapter

/// Every golden payload, spoilt in every way that we know of: each is acknowledged, and then read
/// or refused with a reason.
struct MutantTests {
  /// How many a run makes in all; `CHANNELD_MUTANTS` asks for another number.
  private static let wanted =
    ProcessInfo.processInfo.environment["CHANNELD_MUTANTS"].flatMap { Int($0) } ?? 200_000
  /// They run beside one another.
  private static let seeds: [UInt64] = [20_261_121, 20_261_122]

  /// The reasons that Telegram's payloads have to be put aside.
  private static let causes: Set<String> = ["not_json", "wrong_shape", "no_chat", "no_connection"]

  @Test(arguments: seeds)
  func eachIsAcknowledgedAndThenReadOrRefused(seed: UInt64) throws {
    let contract = AdapterContract(try Bot.webhook(), secrets: [Bot.token, Bot.secret])
    let originals = try GoldenCase.all().map { try $0.payload().body }
    #expect(originals.count > 400)
    let count = Self.wanted / Self.seeds.count

    let verdicts = try contract.verdicts(
      on: JSONMutants(of: originals, count: count, seed: seed),
      provedBy: [WireHeader("X-Telegram-Bot-Api-Secret-Token", Bot.secret)])

    #expect(verdicts.count == count)
    #expect(Set(verdicts.quarantined.keys) == Self.causes)
    #expect(verdicts.read > count / 4, "the mutants are too strange to show much: \(verdicts)")
  }

  /// What a trick must leave in the payload to be worth its name.
  @Test(arguments: JSONMutants.Trick.allCases)
  func eachTrickSpoilsThePayload(trick: JSONMutants.Trick) throws {
    let originals = try GoldenCase.all().prefix(40).map { try $0.payload().body }
    let mutants = Array(JSONMutants(of: originals, count: 40 * 11, seed: 5))

    #expect(mutants.count == originals.count * JSONMutants.Trick.allCases.count)
    let tried = JSONMutants.Trick.allCases.firstIndex(of: trick) ?? 0
    let spoilt = mutants[(tried * originals.count)...].prefix(originals.count)
    let changed = zip(spoilt, originals).filter { $0 != $1 }
    #expect(changed.count > originals.count * 3 / 4)
    let texts = spoilt.map { String(decoding: $0, as: UTF8.self) }
    let shown = texts.filter { Self.shows(trick, in: $0) }
    #expect(shown.count > originals.count / 2, "\(shown.count) of \(originals.count)")
  }

  private static func shows(_ trick: JSONMutants.Trick, in text: String) -> Bool {
    let signs: [String]
    switch trick {
    case .rename: signs = ["_future"]
    case .hugeNumber: signs = ["214748", "429496", "90071", "92233", "18446", "e1", "e3", "99999"]
    case .loneSurrogate: signs = ["\\ud8", "\\udc", "\\uD8"]
    case .nul: signs = ["\\u0000", "\0"]
    case .nest: signs = ["[[[", "reply_to_message", "{\"a\":{", "{\"text\":{", "{\"chat\":{"]
    default: return true
    }
    return signs.contains { text.contains($0) }
  }
}
