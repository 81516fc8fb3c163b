import AdapterTesting
import EmailAdapter
import Testing

@Suite struct DraftsTests {
  @Test(arguments: GoldenCase.all())
  func readsALetter(_ golden: GoldenCase) throws {
    try golden.check(adapter())
  }

  @Test func keepsTheContractOfAdapters() throws {
    let contract = AdapterContract(try adapter(), secrets: ["hunter2hunter2"])

    try contract.garbageIsUnreadable()
    try contract.anEmptyObjectSaysNothing()
    try contract.limitsArePositive()
    try contract.secretsAreNotPrinted()
  }
}
