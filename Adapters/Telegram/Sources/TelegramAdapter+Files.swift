import AdapterKit
import EventModel
import JSON
import Settings

extension TelegramAdapter: PictureFetching {
  /// The word for a file that a bot cannot get (FIELDS §7).
  static let downloadLimit = "telegram_bot_api_download_limit"

  /// Asks where the file is now: the address holds the token and lives for an hour.
  package func request(
    for source: JSONFragment, over transport: some AdapterKit.Transport
  ) async throws(SendFailure) -> TransferRequest {
    guard let view = try? source.parsed() else { throw Self.nameless }
    let named =
      if let picture = PersonPicture(view) {
        try await portrait(of: picture.person, over: transport)
      } else {
        view["file_id"].text
      }
    guard let id = named else { throw Self.nameless }
    if let size = view["size"].int { try check(size) }
    let file = try await file(id, over: transport)
    if let size = file["file_size"].int { try check(size) }
    guard let path = file["file_path"].nonEmpty else {
      throw .rejected(DeliveryError(.downloadFailed, "Telegram does not say where the file is"))
    }
    guard !path.hasPrefix("/"), let path = Self.escaped(path),
      let url = WireText("\(apiBase)/file/bot\(token.reveal())/\(path)")
    else {
      // A server of one's own in its local mode gives a path on its own disk.
      throw .rejected(
        DeliveryError(.downloadFailed, "the server of the API does not give files away"))
    }
    return TransferRequest(.get, url, secrets: secrets)
  }

  private static let nameless = SendFailure.rejected(
    DeliveryError(.downloadFailed, "the file has no name"))

  /// The newest of a person's pictures, as large as it is there (getUserProfilePhotos).
  private func portrait(
    of person: String, over transport: some AdapterKit.Transport
  ) async throws(SendFailure) -> String? {
    guard let number = Int64(person) else { throw Self.nameless }
    let fields = JSONFragment.object {
      $0.member("user_id", number)
      $0.member("limit", 1)
    }
    let photos = try await call("getUserProfilePhotos", fields, over: transport)["photos"]
    guard let newest = photos.elements.first(where: { _ in true }),
      let size = Attachment.largest(newest)
    else {
      throw .rejected(DeliveryError(.downloadFailed, "the person shows no picture"))
    }
    return size["file_id"].text
  }

  private func file(
    _ id: String, over transport: some AdapterKit.Transport
  ) async throws(SendFailure) -> JSONView {
    do throws(SendFailure) {
      return try await call("getFile", .object { $0.member("file_id", id) }, over: transport)
    } catch {
      if case .rejected(let error) = error, error.kind == .fileTooLarge {
        throw .rejected(DeliveryError(.fileTooLarge, code: error.code, Self.downloadLimit))
      }
      throw error
    }
  }

  private func check(_ size: Int64) throws(SendFailure) {
    guard let largestDownload, size > largestDownload else { return }
    throw .rejected(DeliveryError(.fileTooLarge, Self.downloadLimit))
  }

  /// Nil of a path that leads elsewhere.
  private static func escaped(_ path: String) -> String? {
    guard !path.split(separator: "/").contains("..") else { return nil }
    var text = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "~"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return text
  }
}
