/// One conversation of a community: its messages and what it knows of repeated sends.
struct VKConversation: Sendable {
  /// VK looks for a repeated `random_id` among the last hundred messages of the last hour.
  private static let repeatMessages = 100
  private static let repeatSeconds: Int64 = 3600

  private(set) var messages: Recent<VKMessage>
  /// The newest message that the community has read.
  var readUpTo: Int64?
  private var lastNumber: Int64
  private var sends = Queue<(randomID: Int64, number: Int64, date: Int64)>()

  init(limit: Int, firstNumber: Int64) {
    messages = Recent(limit: limit)
    lastNumber = firstNumber
  }

  mutating func nextNumber() -> Int64 {
    lastNumber += 1
    return lastNumber
  }

  mutating func append(_ message: VKMessage) {
    messages.append(message)
    guard message.isOut, message.randomID != 0 else { return }
    sends.append((message.randomID, message.conversationMessageID, message.date))
    if sends.count > Self.repeatMessages { sends.popFirst() }
  }

  /// The message that was already sent with this `random_id`; 0 is never a repeat.
  func sent(randomID: Int64, at now: Int64) -> VKMessage? {
    guard randomID != 0 else { return nil }
    let earlier = sends.first { $0.randomID == randomID && now - $0.date < Self.repeatSeconds }
    return earlier.flatMap { message($0.number) }
  }

  /// The message of that conversation message id, if it was not deleted.
  func message(_ number: Int64) -> VKMessage? {
    messages.first { $0.conversationMessageID == number && !$0.isDeleted }
  }

  /// Changes the message of that number and returns it as it is then.
  mutating func change(_ number: Int64, _ body: (inout VKMessage) -> Void) -> VKMessage? {
    var changed: VKMessage?
    messages.update { message in
      guard message.conversationMessageID == number, !message.isDeleted else { return }
      body(&message)
      changed = message
    }
    return changed
  }

  /// Takes the pin off; there is never more than one.
  mutating func unpin() { messages.update { $0.isPinned = false } }
}
