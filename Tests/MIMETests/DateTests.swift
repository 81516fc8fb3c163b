import MIME
import Testing

@Suite struct DateTests {
  @Test(arguments: [
    ("Sat, 06 Jun 2026 12:00:00 +0300", 1_780_736_400),
    ("6 Jun 2026 09:00 GMT", 1_780_736_400),
    ("Sat, 6 Jun 26 09:00:00 +0000 (UTC)", 1_780_736_400),
    ("6-Jun-2026 09:00:00 Z", 1_780_736_400),
    ("Sat, 06 Jun 2026 05:00:00 EDT", 1_780_736_400),
    ("Sat, 06 Jun 2026 12:00:00 MSK", 1_780_736_400),
    ("Thu, 01 Jan 1970 00:00:00 +0000", 0),
    ("29 Feb 2024 23:59:59 -0100", 1_709_254_799),
  ])
  func readsADate(_ text: String, _ seconds: Int64) {
    #expect(LetterDate.seconds(Array(text.utf8)[...]) == seconds)
  }

  @Test(arguments: ["", "yesterday", "99 Jun 2026", "6 Foo 2026 10:00", "::::", "6 Jun 2026x"])
  func findsNoDateWhereThereIsNone(_ text: String) {
    #expect(LetterDate.seconds(Array(text.utf8)[...]) == nil)
  }

  @Test(arguments: [0, 1_709_254_799, 1_780_736_400, 4_102_444_800])
  func writesADateThatReadsBackTheSame(_ seconds: Int64) {
    #expect(LetterDate.seconds(Array(LetterDate.text(seconds).utf8)[...]) == seconds)
  }

  @Test func writesTheDayOfTheWeek() {
    #expect(LetterDate.text(1_780_736_400) == "Sat, 6 Jun 2026 09:00:00 +0000")
  }
}
