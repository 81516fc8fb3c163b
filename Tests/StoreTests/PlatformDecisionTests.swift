import AdapterKit
import EventModel
import Store
import Testing

/// What becomes of an edit and a deletion at the platform, case by case.
struct PlatformDecisionTests {
  typealias Wish = PlatformDecision.Wish

  struct Row: Sendable, CustomStringConvertible {
    let description: String
    var wish: Wish = .edit
    var grant: Abilities.Grant = .yes
    var isMessage = true
    var sending: EventStatus.Sending.State? = .sent
    var hasLeft = true
    var isNamed = true
    var age: Duration = .seconds(60)
    let expected: (PlatformAction.State, Bool, PlatformAction.Reason?)
  }

  private static let day: Abilities.Grant = .within(.seconds(86_400))

  static let rows: [Row] = [
    Row(description: "ours, the channel can", expected: (.pending, true, nil)),
    Row(
      description: "ours, young enough to the second", grant: day, age: .seconds(86_400),
      expected: (.pending, true, nil)),
    Row(
      description: "ours, too old", grant: day, age: .seconds(86_401),
      expected: (.failed, true, .failed)),
    Row(
      description: "the channel cannot", grant: .no,
      expected: (.notRequired, false, .notSupported)),
    Row(
      description: "the channel is not configured for it", grant: .needs("user_token"),
      expected: (.notRequired, false, .notSupported)),
    Row(
      description: "the channel cannot, and it is old and failed", grant: .no, sending: .failed,
      isNamed: false, age: .seconds(1_000_000), expected: (.notRequired, false, .notSupported)),
    Row(
      description: "sent without a name", isNamed: false,
      expected: (.failed, true, .missingExternalID)),
    Row(
      description: "sending, or uncertain", sending: .sendingToPlatform, isNamed: false,
      expected: (.failed, true, .missingExternalID)),
    Row(
      description: "failed, though a part has a name", sending: .failed,
      expected: (.failed, true, .missingExternalID)),
    Row(
      description: "files are being uploaded", sending: .uploadingAttachments, hasLeft: false,
      isNamed: false, expected: (.failed, true, .missingExternalID)),
    Row(
      description: "queued", sending: .queued, hasLeft: false, isNamed: false,
      expected: (.notRequired, false, .notAttempted)),
    Row(
      description: "queued where the channel cannot", grant: .no, sending: .queued, hasLeft: false,
      isNamed: false, expected: (.notRequired, false, .notAttempted)),
    Row(
      description: "queued again after a try", sending: .queued, isNamed: false,
      expected: (.failed, true, .missingExternalID)),
    Row(
      description: "a note", isMessage: false, sending: nil, isNamed: false,
      expected: (.notRequired, false, .notNeeded)),
    Row(
      description: "edited at its source", wish: .followSource,
      expected: (.notRequired, false, .editedOnSource)),
    Row(description: "deleted, ours", wish: .delete, expected: (.pending, true, nil)),
    Row(
      description: "deleted, of the other side", wish: .delete, sending: nil,
      expected: (.pending, true, nil)),
    Row(
      description: "deleted, too old", wish: .delete, grant: day, age: .seconds(90_000),
      expected: (.failed, true, .failed)),
    Row(
      description: "deleted here only", wish: .deleteHere,
      expected: (.notRequired, false, .notNeeded)),
    Row(
      description: "deleted here only while it is queued", wish: .deleteHere, sending: .queued,
      hasLeft: false, isNamed: false, expected: (.notRequired, false, .notNeeded)),
    Row(
      description: "deleted while it is queued", wish: .delete, sending: .queued, hasLeft: false,
      isNamed: false, expected: (.notRequired, false, .notAttempted)),
  ]

  @Test(arguments: rows)
  func theTableHolds(row: Row) {
    let place = Abilities.Place(
      [], limits: .init(longestText: 4096), grants: [.edit: row.grant, .delete: row.grant])
    let standing = PlatformDecision.Standing(
      isMessage: row.isMessage, sending: row.sending, hasLeft: row.hasLeft, isNamed: row.isNamed,
      age: row.age)
    let decision = PlatformDecision(row.wish, of: standing, in: place)

    #expect(decision.state == row.expected.0)
    #expect(decision.isRequired == row.expected.1)
    #expect(decision.reason == row.expected.2)
    #expect((decision.error != nil) == (decision.state == .failed))
  }

  @Test func theGrantOfTheOtherAbilityDoesNotCount() {
    let place = Abilities.Place([], limits: .init(longestText: 1), grants: [.delete: .yes])
    let standing = PlatformDecision.Standing(
      sending: .sent, hasLeft: true, isNamed: true, age: .zero)

    #expect(PlatformDecision(.edit, of: standing, in: place).reason == .notSupported)
    #expect(PlatformDecision(.delete, of: standing, in: place) == .pending)
  }

  @Test func theBlockTellsWhenAndWhere() {
    let now = Timestamp(seconds: 5)
    let action = PlatformDecision.notRequired(.notAttempted).action(on: "tg", at: now)

    #expect(action.state == .notRequired && !action.required && action.reason == .notAttempted)
    #expect(action.channelType == "tg")
    #expect(action.requestedAt == now && action.updatedAt == now)
  }
}
