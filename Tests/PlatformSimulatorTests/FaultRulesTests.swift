import JSON
import Testing

@testable import PlatformSimulator

struct FaultRulesTests {
  private func rules(_ order: String) throws -> FaultRules {
    var rules = FaultRules()
    let fault = Fault(try JSONDocument(parsing: Array(order.utf8)).root)
    #expect(rules.add(try #require(fault)))
    return rules
  }

  private func hits(_ rules: inout FaultRules, of calls: Int) -> [Bool] {
    (0..<calls).map { _ in rules.next(for: CallTarget(method: "sendMessage")) != nil }
  }

  @Test func chanceStrikesAboutAsOftenAsItSays() throws {
    var rules = try rules(#"{"fault":"429","match":"sendMessage","chance":0.05,"seed":7}"#)

    let struck = hits(&rules, of: 10_000).count { $0 }

    #expect((400...600).contains(struck))
  }

  @Test func theSameSeedStrikesTheSameCalls() throws {
    let order = #"{"fault":"429","chance":0.3,"seed":42}"#
    var (first, second) = (try rules(order), try rules(order))
    var third = try rules(#"{"fault":"429","chance":0.3,"seed":43}"#)
    let struck = hits(&first, of: 200)

    #expect(struck == hits(&second, of: 200))
    #expect(struck != hits(&third, of: 200))
  }

  @Test func chanceMayEndAfterSoManyTimes() throws {
    var rules = try rules(#"{"fault":"429","chance":1,"times":2}"#)

    #expect(hits(&rules, of: 4) == [true, true, false, false])
  }

  @Test func aRuleMayBeForOneChat() throws {
    var rules = try rules(#"{"fault":"429","chat":501}"#)

    #expect(rules.next(for: CallTarget(method: "sendMessage", chat: 502)) == nil)
    #expect(rules.next(for: CallTarget(method: "sendMessage", chat: 501)) != nil)
  }

  @Test(arguments: [#"{"fault":"429","chance":1.5}"#, #"{"fault":"429","chance":"often"}"#])
  func refusesAChanceThatIsNone(_ order: String) throws {
    #expect(Fault(try JSONDocument(parsing: Array(order.utf8)).root) == nil)
  }
}
