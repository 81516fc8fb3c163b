import AdapterKit
import EventModel
import JSON

extension VKAdapter: PartMending {
  package func part(_ part: Part, with degradation: Degradation) -> Part? {
    guard var call = VKCall(part.request), call.lose(degradation) else { return nil }
    var part = part
    part.request = call.fragment
    return part
  }

  /// VK moves no conversation.
  package func part(_ part: Part, movedTo address: Dialog.Address) -> Part? { nil }
}

extension VKCall {
  /// Whether it quotes a message, and does not forward any.
  var isQuoting: Bool {
    if self["reply_to_comment"] != nil { return true }
    guard let forward = parsed("forward") else { return false }
    return forward["is_reply"].bool == true
  }

  /// What becomes of its keys when VK takes none; nil when there are none.
  var lossOfKeyboard: Degradation? {
    guard let buttons = buttons else { return nil }
    guard !buttons.isEmpty, withLines(of: buttons).utf16.count <= VKLimits.longestText else {
      return .buttonsDropped
    }
    return buttons.contains { $0.url == nil } ? .buttonsNumbered : .buttonsAsLinks
  }

  /// Goes on without a thing; false when it has no such thing.
  fileprivate mutating func lose(_ degradation: Degradation) -> Bool {
    switch degradation {
    case .formattingPlain:
      guard let format = parsed("format_data"), let text = self["message"] else { return false }
      replace("message", with: VKText.plain(text, format: format))
      remove("format_data")
    case .buttonsNumbered, .buttonsAsLinks:
      guard let buttons else { return false }
      replace("message", with: withLines(of: buttons))
      remove("keyboard")
    case .buttonsDropped:
      guard self["keyboard"] != nil else { return false }
      remove("keyboard")
    case .quoteDropped:
      guard isQuoting else { return false }
      remove("forward")
      remove("reply_to_comment")
    default: return false
    }
    return true
  }

  private var buttons: [Button]? { parsed("keyboard").map { VKButtons.read($0) } }

  private func withLines(of buttons: [Button]) -> String {
    RichText(self["message"] ?? "").followed(by: ButtonText(buttons).lines).plain
  }

  private func parsed(_ name: String) -> JSONView? {
    self[name].flatMap { try? JSONDocument(parsing: $0.utf8).root }
  }
}
