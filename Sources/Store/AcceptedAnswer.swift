import AdapterKit
import EventModel
import JSON

/// What a caller is answered whose wish was accepted.
package struct AcceptedAnswer: Sendable {
  private let submission: Submission
  private let event: Event

  package init(to submission: Submission, _ event: Event) {
    self.submission = submission
    self.event = event
  }

  package var kept: KeptAnswer {
    let waits = !submission.plan.parts.isEmpty && !submission.isInQueue
    let isNew = submission.kind?.isNewMessage == true
    return KeptAnswer(status: waits || isNew ? 202 : 200, body: body.bytes)
  }

  private var body: JSONFragment {
    let block = (try? event.facets[.messageInteractions]) ?? nil
    return .object {
      switch submission.kind {
      case .edit:
        $0.member("event_id", event.id)
        $0.member("new_content", event.message?.content)
        $0.member("edited_at", submission.submittedAt)
        $0.member("edited_by", submission.sender.mark)
        write(block?.platformEdit, "edit", to: &$0)
      case .delete:
        $0.member("event_id", event.id)
        $0.member("deleted_at", submission.submittedAt)
        $0.member("deleted_by", submission.sender.mark)
        write(block?.platformDelete, "delete", to: &$0)
      default:
        $0.member("event", event)
        $0.member("ai_response_scheduled", false)
      }
      $0.member("degradations", submission.plan.degradations)
    }
  }

  private func write(_ action: PlatformAction?, _ name: String, to writer: inout JSONWriter) {
    guard let action else { return }
    let prefix = "platform_\(name)_"
    func write(_ member: String, _ value: some JSONWritable) {
      writer.name(dynamic: prefix + member)
      writer.value(value)
    }
    write("status", action.state)
    write("required", action.required)
    if let reason = action.reason { write("reason", reason) }
    if let error = action.error { write("error", error) }
  }
}
