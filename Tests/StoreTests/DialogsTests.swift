import AdapterKit
import EventModel
import JSON
import Store
import StoreTesting
import Testing

/// Which dialogs and people the ledger makes and finds.
struct DialogsTests {
  private var bench = LedgerBench()

  @Test mutating func aPersonIsFoundAgain() throws {
    try bench.apply(Sample.message(from: "7", "1", "a"))
    try bench.apply(Sample.message(from: "8", "1", "b"))
    var inGroup = Sample.message(from: "7", "2", "c")
    inGroup.links.dialog = [.address(Sample.group("g"))]
    try bench.apply(inGroup)
    try bench.send(to: "7")

    let leads = bench.state.events.map(\.scope.lead)
    #expect(leads[0] != nil)
    #expect(leads[1] != leads[0])
    #expect(leads[2] == leads[0])
    #expect(leads[3] == leads[0])
    #expect(try bench.dialog(with: "7").identity.primaryLead == leads[0])
    #expect(try bench.dialog(at: Sample.group("g")).identity.primaryLead == nil)
    #expect(bench.state.dialogs.count == 3)
  }

  @Test mutating func aDialogMayBeginWithUs() throws {
    try bench.send(to: "7")
    try bench.apply(Sample.message(from: "7", "1", "a"))

    let dialog = try bench.dialog(with: "7")
    #expect(bench.state.dialogs.count == 1)
    #expect(dialog.identity.primaryLead == bench.state.events.last?.scope.lead)
    #expect(dialog.firstMessage?.content == "to 7")
    #expect(dialog.lastMessage?.content == "a")
  }

  @Test mutating func theStrongestEvidenceCounts() throws {
    try bench.apply(Sample.message(from: "7", "1", "a"))
    var letter = Sample.message(from: "8", "1", "b")
    letter.links.dialog = [
      .message(Sample.key("7", "unknown")), .message(Sample.key("7", "1")),
      .address(Sample.address(of: "8")),
    ]
    try bench.apply(letter)

    #expect(bench.state.dialogs.count == 1)
    #expect(try bench.dialog(with: "7").counters.messages == 2)
  }

  @Test mutating func aDialogIsMadeAtTheLastAddress() throws {
    var topic = Sample.message(from: "7", "1", "a")
    topic.links.dialog = [.address(Sample.group("topic")), .address(Sample.group("whole"))]
    try bench.apply(topic)

    #expect(bench.state.dialogs.map(\.address.key) == ["group_whole"])
  }

  @Test mutating func whatConcernsNoConversationHasNone() throws {
    var like = Sample.happening(.likeAdded(Reaction()), by: "7", "1")
    like.links.dialog = []
    like.place = Event.Place()
    try bench.apply(like)

    #expect(bench.state.dialogs.isEmpty)
    #expect(bench.state.events.map(\.scope.dialog) == [nil])
    #expect(bench.state.events.first?.scope.lead != nil)
    #expect(bench.state.versions.map(\.counters) == [nil])
  }

  @Test mutating func titlesAreRenewed() throws {
    try bench.apply(Sample.message(from: "7", "1", "a"))
    #expect(try bench.dialog(with: "7").title == "7")
    for (id, title) in [("2", "New"), ("3", "Newer")] {
      var draft = Sample.message(from: "7", id, "a")
      draft.links.effects = [.title(title)]
      try bench.apply(draft)
      #expect(try bench.dialog(with: "7").title == title)
    }
    try bench.apply(Sample.message(from: "7", "4", "a"))

    #expect(try bench.dialog(with: "7").title == "Newer")
  }

  @Test mutating func membersOfTheAddressAreRenewed() throws {
    let subjects = ["one", "two"]
    for (number, subject) in subjects.enumerated() {
      var draft = Sample.message(from: "7", "\(number)", "a")
      draft.links.effects = [.members([.init("subject", subject), .init("fixed", "x")])]
      try bench.apply(draft)
    }

    let members = try bench.dialog(with: "7").address.members
    #expect(members == [.init("subject", "two"), .init("fixed", "x")])
  }

  @Test mutating func aMovedDialogIsFoundAtBothAddresses() throws {
    let (old, new) = (Sample.group("old"), Sample.group("new"))
    try bench.apply(inGroup(old, "1"))
    try bench.apply(.moved(from: old, to: new))
    try bench.apply(inGroup(new, "2"))
    try bench.apply(inGroup(old, "3"))

    let dialog = try bench.dialog(at: new)
    #expect(bench.state.dialogs.count == 1)
    #expect(dialog.counters.messages == 3)
    #expect(dialog.identity.externalID == "sample_group_sample-channel_new")
  }

  @Test mutating func aMoveOntoAnotherDialogChangesNothing() throws {
    let (old, new) = (Sample.group("old"), Sample.group("new"))
    try bench.apply(inGroup(old, "1"))
    try bench.apply(inGroup(new, "2"))
    let before = bench.state.dialogs
    try bench.apply(.moved(from: old, to: new))
    try bench.apply(.moved(from: Sample.group("unknown"), to: Sample.group("newest")))

    #expect(bench.state.dialogs == before)
  }

  private func inGroup(_ address: Dialog.Address, _ id: String) -> EventDraft {
    var draft = Sample.message(from: "7", id, "a")
    draft.links.dialog = [.address(address)]
    return draft
  }
}
