import AdapterKit
import EventModel
import JSON

/// One file on its way to VK's servers.
struct VKUpload {
  let file: StoredFile
  let purpose: VKPurpose
  let group: Int64

  init(_ file: StoredFile, for purpose: VKPurpose, group: Int64) {
    self.file = file
    self.purpose = purpose
    self.group = group
  }

  private var isPhoto: Bool { purpose.kind == .photo }

  func check() throws(SendFailure) {
    let most = isPhoto ? VKLimits.largestPhoto : VKLimits.largestDocument
    guard file.size <= most else {
      throw .rejected(DeliveryError(.fileTooLarge, "VK takes at most \(most) bytes"))
    }
    guard file.size > 0 else {
      throw .rejected(DeliveryError(.uploadFailed, "VK takes no empty file"))
    }
  }

  /// The call that names a server; documents want to know for whom.
  func asking(for peer: Int64?) -> VKCall {
    switch purpose.kind {
    case .photo:
      var call = VKCall("photos.getMessagesUploadServer")
      call.set("peer_id", peer.map(String.init))
      return call
    case .document, .voice:
      var call = VKCall("docs.getMessagesUploadServer")
      call.set("type", purpose.kind.rawValue)
      call.set("peer_id", peer.map(String.init))
      return call
    case .commented:
      var call = VKCall("docs.getWallUploadServer")
      call.set("group_id", group)
      return call
    }
  }

  /// VK refuses a file without a name and an ending, and says nothing of it.
  var field: FormPart {
    let type = WireText(file.mimeType) ?? "application/octet-stream"
    return FormPart(
      isPhoto ? "photo" : "file", .file(file.path), fileName: WireText(name) ?? "file.bin",
      contentType: type)
  }

  private var name: String {
    let name = file.name.isEmpty ? "file" : file.name
    return name.dropFirst().contains(".") ? name : name + "." + ending
  }

  private var ending: String {
    switch file.mimeType {
    case "image/jpeg": "jpg"
    case "image/png": "png"
    case "image/gif": "gif"
    case "audio/ogg", "audio/opus", "application/ogg": "ogg"
    case "application/pdf": "pdf"
    case "video/mp4": "mp4"
    case "text/plain": "txt"
    default: "bin"
    }
  }

  /// The call that keeps what the server took. VK answers a photo it cannot read with `[]` and 200.
  func keeping(_ answer: JSONView) throws(SendFailure) -> VKCall {
    if isPhoto {
      guard let photo = answer["photo"].nonEmpty, photo != "[]" else {
        throw .rejected(DeliveryError(.unsupportedFormat, "VK cannot read the photo"))
      }
      var call = VKCall("photos.saveMessagesPhoto")
      call.set("photo", photo)
      call.set("server", answer["server"].text)
      call.set("hash", answer["hash"].text)
      return call
    }
    guard let file = answer["file"].nonEmpty else {
      let words = answer["error_descr"].nonEmpty ?? answer["error"].nonEmpty ?? "no reason given"
      throw .rejected(DeliveryError(.uploadFailed, String(words.prefix(300))))
    }
    var call = VKCall("docs.save")
    call.set("file", file)
    call.set("title", purpose.kind == .voice ? nil : name)
    return call
  }

  /// `photo{owner}_{id}_{key}` from what was kept; documents came as a list before 5.95.
  func name(in kept: JSONView) -> String? {
    let thing = kept.kind == .array ? kept.first : kept
    guard !isPhoto else { return VKAttachments.name("photo", thing) }
    for type in ["audio_message", "graffiti", "doc"] where thing[member: type].kind == .object {
      return VKAttachments.name(type, thing[member: type])
    }
    return VKAttachments.name("doc", thing)
  }

  /// A failure of one step as one of the whole: a repeat leaves a file nobody sees, so that nothing
  /// is uncertain. Of a voice in another format VK says 10 for ever.
  func failure(_ failure: SendFailure) -> SendFailure {
    switch failure {
    case .uncertain(let error) where error.code == "10" && purpose.kind == .voice:
      .rejected(error.about(.unsupportedFormat))
    case .uncertain(let error): .unavailable(error.about(.uploadFailed))
    case .rejected(let error): .rejected(error.about(.uploadFailed))
    default: failure
    }
  }
}

extension DeliveryError {
  /// The same of a file; a kind that says more stays.
  fileprivate func about(_ kind: Kind) -> DeliveryError {
    guard self.kind == .platformError || self.kind == .unknown else { return self }
    return DeliveryError(kind, code: code, reason)
  }
}
