import AdapterKit
import JSON

/// How to ask again for what Telegram refused as it was said; nothing was done the first time.
struct OtherWay {
  var call: BotCall
  var files: [ReadyFile]

  init?(after failure: SendFailure, _ call: BotCall, _ files: [ReadyFile]) {
    guard case .rejected(let error) = failure, let code = error.code.flatMap({ Int($0) }) else {
      return nil
    }
    self.call = call
    self.files = files
    switch FailureRule.first(code: code, description: error.reason)?.outcome {
    case .upload:
      // The name is another bot's, or forgotten; the bytes are ours.
      guard files.contains(where: { $0.reference != nil }) else { return nil }
      for index in files.indices { self.files[index].reference = nil }
    case .otherEdit:
      guard turnEdit() else { return nil }
    default: return nil
    }
  }

  /// A message of which nobody knew whether it has a text or a caption.
  private mutating func turnEdit() -> Bool {
    if call.method.hasSuffix("MessageText") {
      let text = call.view("text")?.string ?? ""
      guard text.utf16.count <= TelegramLimits.caption else { return false }
      call.method = call.method.replacing("MessageText", with: "MessageCaption")
      call.rename("text", to: "caption")
      call.rename("entities", to: "caption_entities")
      _ = call.remove("link_preview_options")
      return true
    }
    guard call.method.hasSuffix("MessageCaption"), call["caption"] != nil else { return false }
    call.method = call.method.replacing("MessageCaption", with: "MessageText")
    call.rename("caption", to: "text")
    call.rename("caption_entities", to: "entities")
    return true
  }
}
