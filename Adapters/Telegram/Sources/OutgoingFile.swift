import AdapterKit
import EventModel

/// A file that Telegram has, or fetches by itself from an address.
struct OutgoingFile {
  let method: String
  let parameter: String
  /// A file_id of ours, or a URL.
  let source: String

  init(_ attachment: Attachment) throws(Refusal) {
    guard let call = Self.calls[attachment.kind] else {
      throw Refusal(.unsupported, "attachments of the type \(attachment.kind)")
    }
    (method, parameter) = call
    if attachment.platform == .tg, let id = attachment.platformFileID {
      source = id
    } else if let url = attachment.externalURL, Self.isFetchable(url) {
      source = url
    } else {
      throw Refusal(.invalid, "the attachment has no http or https URL")
    }
  }

  private static let calls: [Attachment.Kind: (method: String, parameter: String)] = [
    .photo: ("sendPhoto", "photo"), .video: ("sendVideo", "video"),
    .document: ("sendDocument", "document"), .audio: ("sendAudio", "audio"),
    .voice: ("sendVoice", "voice"), .animation: ("sendAnimation", "animation"),
    .sticker: ("sendSticker", "sticker"),
  ]

  private static func isFetchable(_ url: String) -> Bool {
    (url.hasPrefix("https://") || url.hasPrefix("http://")) && WireText(url) != nil
  }
}
