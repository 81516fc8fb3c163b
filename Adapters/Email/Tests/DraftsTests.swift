import AdapterKit
import AdapterTesting
import EmailAdapter
import Testing

@Suite struct DraftsTests {
  @Test(arguments: GoldenCase.all())
  func readsALetter(_ golden: GoldenCase) throws {
    try golden.check(adapter())
  }

  @Test func dropsAutomaticAnswersWhereTheSettingsSaySo() throws {
    let adapter = try adapter("auto_replies: drop")
    func reading(_ name: String) throws -> Reading {
      let golden = try #require(GoldenCase.all().first { $0.description == name })
      return try adapter.drafts(from: golden.payload(), as: adapter.identity)
    }

    #expect(try reading("vacation").drafts.isEmpty)
    #expect(try reading("vacation").silence == "auto_reply")
    #expect(try reading("list_letter").drafts.count == 1)
  }

  @Test func keepsTheContractOfAdapters() throws {
    let contract = AdapterContract(try adapter(), secrets: ["hunter2hunter2"])

    try contract.garbageIsUnreadable()
    try contract.anEmptyObjectSaysNothing()
    try contract.limitsArePositive()
    try contract.secretsAreNotPrinted()
  }
}
