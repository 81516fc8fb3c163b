import EventModel
import Store
import StoreTesting
import Testing

struct EventIDsTests {
  @Test func identifiersRiseWhateverTheClockDoes() {
    let clock = StoppedClock()
    let ids = EventIDs(process: [1, 2, 3, 4, 5], after: nil, now: { clock.now })
    var made: [String] = []
    for step: Int64 in [0, 0, 1, -3600, 0, 7200] {
      clock.advance(bySeconds: step)
      made += (1...3).map { _ in ids.next() }
    }

    #expect(made == made.sorted())
    #expect(Set(made).count == made.count)
    #expect(made.allSatisfy { $0.utf8.count == 24 && Hexadecimal.bytes(of: $0)?.count == 12 })
  }

  @Test func aNewProcessGoesOnBehindTheNewest() {
    let clock = StoppedClock()
    let before = EventIDs(process: [9], after: nil, now: { clock.now })
    let newest = (1...3).map { _ in before.next() }.last
    clock.advance(bySeconds: -60)
    let after = EventIDs(process: [1], after: newest, now: { clock.now })

    #expect(after.next() > newest ?? "z")
  }

  @Test(arguments: ["", "xyz", "zzzzzzzzzzzzzzzzzzzzzzzz"])
  func aStrangeNewestIsNoFloor(newest: String) {
    let clock = StoppedClock()
    let ids = EventIDs(process: [], after: newest, now: { clock.now })

    let seconds = UInt32(ids.next().prefix(8), radix: 16)
    #expect(seconds == UInt32(clock.now.milliseconds / 1000))
  }

  @Test func hexadecimalDigitsAreReadBackOrRefused() {
    #expect(Hexadecimal.bytes(of: Hexadecimal.text(of: [0, 15, 255])) == [0, 15, 255])
    for text in ["0", "0g", "AB", "é0"] { #expect(Hexadecimal.bytes(of: text) == nil) }
  }
}
