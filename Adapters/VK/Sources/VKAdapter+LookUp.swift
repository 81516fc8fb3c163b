import AdapterKit
import EventModel
import JSON

extension VKAdapter: OutcomeLookup {
  /// So much may VK's clock differ from ours.
  private static let clockDifference: Int64 = 300_000
  private static let mostPages = 3

  /// Looks for our `random_id` in the conversation, newest first, back to the first try; or for
  /// what should have been deleted. Comments bear no mark that could be looked for.
  package func lookUp(
    _ part: Part, in dialog: Dialog.Address, triedAt: Timestamp, over transport: some Transport
  ) async throws(SendFailure) -> LookedUp {
    guard let call = VKCall(part.request), let peer = Int64(call.space) else { return .unknown }
    if call.method == "messages.delete" { return try await remains(of: call, peer, transport) }
    guard call.method == "messages.send", let random = call["random_id"].flatMap({ Int64($0) })
    else { return .unknown }
    let start = triedAt.advanced(byMilliseconds: -Self.clockDifference)
    for page in 0..<Self.mostPages {
      let answer = try await api.make(history(of: peer, page), over: transport)
      guard answer["items"].kind == .array else { return .unknown }
      var count = 0
      for message in answer["items"].elements {
        count += 1
        if let receipt = receipt(of: message, random, in: peer) { return .arrived(receipt) }
        guard let date = message["date"].int else { return .unknown }
        if Timestamp(seconds: date) < start { return .absent }
      }
      if count < VKLimits.history { return .absent }
    }
    return .unknown
  }

  /// A deletion is no use a second time: VK refuses it like one that it never allowed (924).
  private func remains(
    of deletion: VKCall, _ peer: Int64, _ transport: some Transport
  ) async throws(SendFailure) -> LookedUp {
    var call = VKCall("messages.getByConversationMessageId")
    call.space = deletion.space
    call.set("peer_id", peer)
    call.set("conversation_message_ids", deletion["cmids"])
    let answer = try await api.make(call, over: transport)
    guard answer["items"].kind == .array else { return .unknown }
    let stands = answer["items"].elements.contains { $0["deleted"].int != 1 }
    return stands ? .absent : .arrived(PartReceipt([]))
  }

  private func history(of peer: Int64, _ page: Int) -> VKCall {
    var call = VKCall("messages.getHistory")
    call.space = VKPlace.peer(peer).space
    call.set("peer_id", peer)
    call.set("count", Int64(VKLimits.history))
    call.set("offset", Int64(page * VKLimits.history))
    return call
  }

  /// What a message tells of our send when it is the one.
  private func receipt(of message: JSONView, _ random: Int64, in peer: Int64) -> PartReceipt? {
    guard message["from_id"].int == -settings.group, message["random_id"].int == random,
      let number = message["conversation_message_id"].int, number > 0
    else { return nil }
    return PartReceipt(
      [VKPlace.peer(peer).key(number)],
      sentAt: message["date"].int.map { Timestamp(seconds: $0) })
  }
}
