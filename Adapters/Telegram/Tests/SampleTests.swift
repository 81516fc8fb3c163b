import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Testing

@testable import TelegramAdapter

/// The 608 payloads of the study; left out, and said so, where their folder is not at hand.
@Suite(.enabled(if: Samples.areAtHand, "the folder of sample payloads is not at hand"))
struct SampleTests {
  @Test func thereAreAsManyAsTheStudySays() throws {
    #expect(try Samples.names().count == 608)
    #expect(try Samples.proposals().count == 522)
  }

  @Test func eachIsReadOrHasANamedReason() throws {
    let adapter = try Bot.adapter()
    for name in try Samples.names() {
      do {
        let reading = try adapter.drafts(from: Samples.payload(name), as: Bot.identity)
        #expect(!reading.drafts.isEmpty || reading.silence != nil, "\(name)")
        #expect(reading.silence?.hasPrefix("not_read") != true, "\(name)")
      } catch let error as PayloadError {
        #expect(!error.code.isEmpty && !error.reason.isEmpty, "\(name)")
      }
    }
  }

  @Test func eachSaysWhatTheStudyProposesOrTheTableSaysWhyNot() throws {
    let adapter = try Bot.adapter()
    let excused = try Samples.disagreements()
    var unused = Set(excused.keys)
    for proposal in try Samples.proposals() {
      let shown = Shown(try Samples.payload(proposal.file), by: adapter)
      for (column, found) in shown.columns {
        let proposed = proposal[column]
        guard !Shown.agrees(found, with: proposed, in: column, shown) else { continue }
        let key = "\(proposal.file) \(column)"
        #expect(
          excused[key] != nil, "\(key): the study says \"\(proposed)\", we say \"\(found)\"")
        unused.remove(key)
      }
    }
    #expect(unused.sorted() == [], "these disagreements are none any more")
  }

  @Test func nobodysTokenIsToldOfAnything() throws {
    let adapter = try Bot.adapter()
    for name in try Samples.names() {
      let payload = try Samples.payload(name)
      guard let reading = try? adapter.drafts(from: payload, as: Bot.identity) else { continue }
      let told = String(reflecting: reading)
      #expect(!told.contains(Bot.token) && !told.contains("/file/bot"), "\(name)")
    }
  }
}
