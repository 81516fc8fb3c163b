import AdapterKit
import EventModel

/// What only our own memory can add to a happening: the words of a button, the data that did not
/// fit into it, what a voter had chosen before.
extension Ledger {
  mutating func complete(_ event: inout Event, _ links: EventDraft.Links) throws(StoreError) {
    switch event.timeline.action {
    case .buttonClicked: try completePress(&event, links.about)
    case .pollAnswerChanged: try completeAnswer(&event)
    default: break
    }
  }

  private mutating func completePress(
    _ event: inout Event, _ about: MessageKey?
  ) throws(StoreError) {
    // A block that cannot be read is no press of ours.
    guard var press = (try? event.facets[.buttonClick]) ?? nil, let data = press.callbackData
    else { return }
    if data.hasPrefix("~"), let whole = try state.callbackData(data) { press.callbackData = whole }
    if press.buttonText == nil, let about, let row = try state.event(of: about) {
      let buttons = try state.newest(of: row)?.buttons ?? []
      press.buttonText = buttons.first { $0.callbackData == press.callbackData }?.text
    }
    event.facets.set(press, for: .buttonClick)
  }

  private mutating func completeAnswer(_ event: inout Event) throws(StoreError) {
    guard var answer = (try? event.facets[.pollAnswer]) ?? nil, let poll = answer.pollID,
      let voter = answer.voterID, let chosen = answer.optionIDs
    else { return }
    let before = try state.exchangeChoice(of: voter, in: poll, with: chosen)
    if answer.previousOptionIDs == nil { answer.previousOptionIDs = before }
    let previous = answer.previousOptionIDs ?? []
    if answer.addedOptionIDs == nil {
      answer.addedOptionIDs = chosen.filter { !previous.contains($0) }
    }
    if answer.removedOptionIDs == nil {
      answer.removedOptionIDs = previous.filter { !chosen.contains($0) }
    }
    event.facets.set(answer, for: .pollAnswer)
  }
}
