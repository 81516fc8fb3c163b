import AdapterKit
import EventModel
import JSON

extension TelegramAdapter {
  package func plan(
    _ outgoing: Outgoing, as identity: ChannelIdentity
  ) throws(Refusal) -> Plan {
    let dialog = outgoing.dialog
    switch outgoing.operation {
    case .message(let message): return try plan(message, in: dialog)
    case .forward(let forward): return try plan(forward, in: SendingPlace(dialog))
    case .edit(let known, let message):
      return try EditLayout(of: known, in: SendingPlace(dialog), largestFile: largestUpload)
        .plan(message)
    case .delete(let known): return try plan(deletionOf: known, in: SendingPlace(dialog))
    case .react(let known, let emoji):
      return try plan(reaction: emoji, to: known, in: SendingPlace(dialog))
    case .pin(let known, let isSilent):
      return try plan(pinOf: known, isSilent: isSilent, in: SendingPlace(dialog))
    case .unpin(let known): return try plan(unpinOf: known, in: SendingPlace(dialog))
    case .stopPoll(let known): return try plan(endOfPoll: known, in: SendingPlace(dialog))
    case .read(let known): return try plan(readUpTo: known, in: SendingPlace(dialog))
    case .typing(let kind): return try plan(kind, in: SendingPlace(dialog))
    case .writing(let writing): return try plan(writing, in: SendingPlace(dialog))
    case .answer(let expectation, let answer):
      return try AnswerLayout.plan(answer, to: expectation)
    }
  }

  private func plan(
    _ message: OutgoingMessage, in dialog: Dialog.Address
  ) throws(Refusal) -> Plan {
    var place = try SendingPlace(dialog, quote: message.quote)
    if place.isGuest { return try GuestAnswer.plan(message, in: place) }
    // A group that became a supergroup counts its messages anew: the old number is another's.
    let isElsewhere =
      !message.quotedKeys.isEmpty && message.quotedKeys.allSatisfy { $0.space != place.space }
    if isElsewhere { place = try SendingPlace(dialog) }
    let layout = try MessageLayout(message, in: place, largestFile: largestUpload)
    return Plan(
      layout.parts, place: Event.Place(sourceContext: place.context),
      degradations: (isElsewhere ? [.quoteDropped] : []) + layout.losses)
  }

  package func address(of place: RequestedPlace) throws(Refusal) -> Dialog.Address {
    switch place {
    case .person(let id):
      guard let number = Int64(id), number > 0 else {
        throw Refusal(.invalid, "a person's id is a number above 0")
      }
      return Address.person(String(number))
    case .sourceContext(let context): return try Address.named(by: context)
    }
  }
}
