import AdapterKit
import EventModel
import JSON

extension VKAdapter {
  package func send(
    _ part: Part, with files: [ReadyFile], over transport: some Transport
  ) async throws(SendFailure) -> PartReceipt {
    guard let call = VKCall(part.request) else {
      throw .rejected(DeliveryError(.unknown, "the stored part is no call of VK's"))
    }
    return try receipt(of: try await api.make(call, over: transport), to: call)
  }

  /// `messages.send` answers by recipient; methods of comments with a number, bare or as
  /// `comment_id`.
  private func receipt(
    of response: JSONView, to call: VKCall
  ) throws(SendFailure) -> PartReceipt {
    guard response.kind == .array else {
      return Self.receipt(response["comment_id"].int ?? response.int, in: call.space)
    }
    let recipient = response.first
    if recipient["error"].kind == .object { throw api.failure(recipient["error"], of: call) }
    return Self.receipt(recipient["conversation_message_id"].int, in: call.space)
  }

  /// A number that is 0 or missing names nothing: the message is known by its echo alone.
  private static func receipt(_ message: Int64?, in space: String) -> PartReceipt {
    guard let message, message > 0 else { return PartReceipt([]) }
    return PartReceipt([MessageKey(space: space, id: String(message))])
  }
}
