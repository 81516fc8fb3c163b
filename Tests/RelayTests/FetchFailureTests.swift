import AdapterKit
import EventModel
import Store
import Testing

@testable import Relay

@Suite struct FetchFailureTests {
  @Test(arguments: [
    ("platform_download_limit", "platform_download_limit"),
    ("the file has 9 bytes", "project_upload_limit_exceeded"),
    ("", "project_upload_limit_exceeded"),
  ])
  func aFileThatIsTooLargeHasTheReasonOfWhoeverRefusesIt(_ said: String, _ shown: String) {
    let failure = FetchFailure(.rejected(DeliveryError(.fileTooLarge, said)))

    guard case .lasting(let reason, let error) = failure else {
      Issue.record("it may pass")
      return
    }
    #expect(reason.rawValue == shown)
    #expect(error.kind == .fileTooLarge)
  }

  @Test(arguments: [
    (200, false), (404, true), (403, true), (410, true), (429, false), (503, false),
  ])
  func anAnswerThatIsNoFileLastsOrPasses(_ status: Int, _ isLasting: Bool) {
    switch FetchFailure(status: status) {
    case .lasting: #expect(isLasting)
    case .passing: #expect(!isLasting)
    }
  }
}
