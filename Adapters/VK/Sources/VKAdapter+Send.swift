import AdapterKit
import EventModel
import JSON

extension VKAdapter {
  package func send(
    _ part: Part, with files: [ReadyFile], over transport: some Transport
  ) async throws(SendFailure) -> PartReceipt {
    guard var call = VKCall(part.request) else {
      throw .rejected(DeliveryError(.unknown, "the stored part is no call of VK's"))
    }
    try call.name(files)
    return try receipt(of: try await api.make(call, over: transport), to: call)
  }

  private func receipt(
    of response: JSONView, to call: VKCall
  ) throws(SendFailure) -> PartReceipt {
    if call.method == "messages.send" { return try sent(response, by: call) }
    if call.method == "messages.delete" { try checkDeleted(response, by: call) }
    guard call.method.hasSuffix(".createComment") else { return PartReceipt([]) }
    return Self.receipt(response["comment_id"].int ?? response.int, in: call.space)
  }

  /// `messages.send` answers by recipient. A number that is 0 or missing names nothing: the message
  /// is known by its echo alone.
  private func sent(_ response: JSONView, by call: VKCall) throws(SendFailure) -> PartReceipt {
    let recipient = response.first
    if recipient["error"].kind == .object { throw api.failure(recipient["error"], of: call) }
    return Self.receipt(recipient["conversation_message_id"].int, in: call.space)
  }

  /// Each message is answered for by itself; before 5.199 by `{"id": 1}`.
  private func checkDeleted(_ response: JSONView, by call: VKCall) throws(SendFailure) {
    for entry in response.elements {
      if entry["error"].kind == .object { throw api.failure(entry["error"], of: call) }
      if entry["response"].int == 0 {
        throw .rejected(DeliveryError(.platformError, "VK did not delete the message"))
      }
    }
  }

  private static func receipt(_ message: Int64?, in space: String) -> PartReceipt {
    guard let message, message > 0 else { return PartReceipt([]) }
    return PartReceipt([MessageKey(space: space, id: String(message))])
  }
}

extension VKCall {
  /// Puts VK's names where the files of the part stand.
  fileprivate mutating func name(_ files: [ReadyFile]) throws(SendFailure) {
    guard let field = ["attachment", "attachments"].first(where: { self[$0] != nil }),
      let list = self[field], list.contains("{")
    else { return }
    var names: [String] = []
    for item in list.split(separator: ",") {
      guard item.hasPrefix("{") else {
        names.append(String(item))
        continue
      }
      let number = Int(item.dropFirst().dropLast())
      guard let number, files.indices.contains(number), let name = files[number].reference,
        VKAttachments.isName(name)
      else {
        throw .rejected(DeliveryError(.uploadFailed, "VK has no name for a file of the message"))
      }
      names.append(name)
    }
    replace(field, with: names.joined(separator: ","))
  }
}
