import Settings
import Testing

@Suite struct SecretTests {
  private let secret = Secret("opensesame")!

  @Test func printsAsDotsHoweverItIsShown() {
    struct Account { let user = "ivan", password = Secret("opensesame")! }
    var dumped = ""
    dump(Account(), to: &dumped)

    let shown = [
      "\(secret)", String(describing: secret), String(reflecting: secret), "\([secret])",
      String(describing: Optional(secret)), "\(Account())", dumped,
    ]
    for text in shown {
      #expect(text.contains("•••"))
      #expect(!text.contains("opensesame"))
    }
    #expect(Mirror(reflecting: secret).children.isEmpty)
  }

  @Test func revealsWhatItWasGiven() {
    #expect(Secret("пароль ✓")?.reveal() == "пароль ✓")
    #expect(secret.revealBytes() == Array("opensesame".utf8))
  }

  @Test func isNeverEmpty() { #expect(Secret("") == nil) }

  @Test(arguments: [
    "", "o", "opensesam", "opensesame ", "Opensesame", "opensesamE", "opensesameopensesame",
  ])
  func matchesNothingButItself(_ other: String) {
    #expect(!secret.matches(other.utf8))
    #expect(secret != Secret(other))
  }

  @Test func matchesItself() {
    #expect(secret.matches("opensesame".utf8))
    #expect(secret.matches(Array("opensesame".utf8)[...]))
    #expect(secret == Secret("opensesame"))
  }
}
