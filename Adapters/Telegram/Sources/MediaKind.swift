import AdapterKit
import EventModel
import JSON

/// What Telegram takes a file for; the raw value is the parameter that holds it.
enum MediaKind: String, CaseIterable {
  case photo, video, document, audio, voice, animation, sticker
  case round = "video_note"

  var method: String {
    switch self {
    case .photo: "sendPhoto"
    case .video: "sendVideo"
    case .document: "sendDocument"
    case .audio: "sendAudio"
    case .voice: "sendVoice"
    case .animation: "sendAnimation"
    case .sticker: "sendSticker"
    case .round: "sendVideoNote"
    }
  }

  var takesCaption: Bool { self != .sticker && self != .round }

  /// Kinds that stand together in one album: photos with videos, documents and music apart.
  enum Album { case pictures, documents, music }

  var album: Album? {
    switch self {
    case .photo, .video: .pictures
    case .document: .documents
    case .audio: .music
    case .voice, .animation, .sticker, .round: nil
    }
  }

  /// The kind that a file goes as, and whether that is another one than was wanted: Telegram shows
  /// few formats, and the others only as documents.
  static func of(_ file: Attachment) throws(Refusal) -> (kind: MediaKind, isOther: Bool) {
    let type = file.mimeType?.prefix { $0 != ";" }.lowercased()
    guard let wanted = wanted(file, type) else {
      throw Refusal(.unsupported, "attachments of the type \(file.kind)")
    }
    let isShown = type.map { wanted.shows($0) } ?? true
    let fits = wanted != .photo || file.fileSize.map { $0 <= TelegramLimits.photo } ?? true
    return isShown && fits ? (wanted, false) : (.document, true)
  }

  private static func wanted(_ file: Attachment, _ type: String?) -> MediaKind? {
    switch file.kind {
    case .photo: type == "image/gif" ? .animation : .photo
    case .video: file.isRound ? .round : .video
    case .document: .document
    case .audio: .audio
    case .voice: .voice
    case .animation: .animation
    case .sticker: .sticker
    default: file.kind.rawValue.isEmpty ? byType(type) : nil
    }
  }

  /// Of a file that nobody named a kind of.
  private static func byType(_ type: String?) -> MediaKind {
    guard let type else { return .document }
    return [MediaKind.animation, .photo, .video, .audio].first { $0.shows(type) } ?? .document
  }

  private func shows(_ type: String) -> Bool {
    switch self {
    case .photo: ["image/jpeg", "image/jpg", "image/png", "image/webp"].contains(type)
    case .video, .round: ["video/mp4", "video/quicktime"].contains(type)
    case .animation: ["image/gif", "video/mp4"].contains(type)
    case .audio:
      ["audio/mpeg", "audio/mp3", "audio/mp4", "audio/m4a", "audio/x-m4a"].contains(type)
    case .voice:
      ["audio/ogg", "audio/opus", "application/ogg"].contains(type)
        || MediaKind.audio.shows(type)
    case .sticker, .document: true
    }
  }
}

extension Attachment {
  fileprivate var isRound: Bool { data("flags")?["isRound"].bool == true }

  /// One of the further members.
  func data(_ name: String) -> JSONView? {
    guard let member = more.first(where: { $0.name == name }) else { return nil }
    return try? member.value.parsed()
  }
}
