import AdapterKit
import EventModel
import JSON

/// The files of events (FIELDS §7).
extension Ledger {
  /// Puts the files that an adapter can get into the catalog, and says on the event where they are.
  mutating func catalogSources(_ event: inout Event) throws(StoreError) {
    for index in event.attachments.indices {
      guard let source = event.attachments[index].source, let id = event.attachments[index].id
      else { continue }
      event.attachments[index].source = nil
      guard channel.files != .ignore else { continue }
      let isStored = channel.files == .store
      var file = CatalogedFile(
        id, event.attachments[index].kind, isStored ? .pending : .proxied, at: now)
      file.describe(event.attachments[index], of: event)
      file.source = source
      event.attachments[index].show(file)
      try state.catalog(file, isDue: isStored)
    }
  }

  /// The picture of a conversation, as a file of the row that tells of it.
  mutating func show(
    _ effects: [Effect], by event: Event, in place: inout DraftPlace
  ) throws(StoreError) {
    if let made = place.made { try askForPicture(of: made, in: event) }
    for effect in effects {
      guard case .avatar(let picture) = effect, let dialog = place.dialog else { continue }
      let url = try picture.flatMap { (picture) throws(StoreError) in
        try address(of: picture, in: event)
      }
      if place.made != nil {
        place.made?.setAvatar(url)
      } else if var document = try state.document(of: dialog) {
        document.setAvatar(url)
        document.timeline.updatedAt = now
        try state.save(document)
      }
    }
  }

  /// A person's picture is looked for once, when the conversation begins; many show none.
  private mutating func askForPicture(of made: Dialog, in event: Event) throws(StoreError) {
    guard channel.hasPictures, channel.files == .store,
      made.address.dialogType == .privateChat, let person = made.address.userID
    else { return }
    var picture = Attachment(.photo)
    picture.source = PersonPicture(of: person).source
    _ = try address(of: picture, in: event)
  }

  /// The picture of a conversation has come, or is not there any more.
  private mutating func settledPicture(
    _ file: CatalogedFile, of event: Event
  ) throws(StoreError) {
    guard let dialog = event.scope.dialog, var document = try state.document(of: dialog)
    else { return }
    let isShown = document.avatarURL == file.address
    switch file.state {
    case .ready where !isShown && file.isOfPerson: document.setAvatar(file.address)
    case .failed where isShown, .expired where isShown: document.setAvatar(nil)
    default: return
    }
    document.timeline.updatedAt = now
    try state.save(document)
  }

  /// Where our copy of a picture will be; nil where files are left alone.
  private mutating func address(
    of picture: Attachment, in event: Event
  ) throws(StoreError) -> String? {
    guard let source = picture.source, channel.files != .ignore else { return nil }
    let isStored = channel.files == .store
    var file = CatalogedFile(
      ids.next(), picture.kind, isStored ? .pending : .proxied, at: now)
    file.describe(picture, of: event)
    file.source = source
    try state.catalog(file, isDue: isStored)
    return file.address
  }

  /// Puts the files that a message of ours carries into the catalog where they are not yet.
  mutating func catalog(_ files: Set<String>, of event: Event) throws(StoreError) {
    for attachment in event.attachments {
      guard let id = attachment.id, files.contains(id) else { continue }
      var file = CatalogedFile(id, attachment.kind, .pending, at: now)
      file.describe(attachment, of: event)
      file.url = attachment.externalURL
      try state.catalog(file, isDue: false)
    }
  }

  /// A file of an event has come, or will not.
  package mutating func settled(_ file: CatalogedFile) throws(StoreError) {
    guard let row = file.event, var event = try state.newest(of: row) else { return }
    guard let index = event.attachments.firstIndex(where: { $0.id == file.id }) else {
      return try settledPicture(file, of: event)
    }
    let (before, wasBroken) = (event.attachments[index], event.isBroken)
    event.attachments[index].show(file)
    guard event.attachments[index] != before else { return }
    event.attachments[index].set(
      "uploaded_at", file.state == .ready ? now.description : nil)
    try change(&event, kind: .statusChanged, wasBroken: wasBroken)
  }
}

extension CatalogedFile {
  /// Where callers get it.
  fileprivate var address: String { "/v1/attachments/\(id)/content" }

  /// A source that cannot be read is of no picture.
  fileprivate var isOfPerson: Bool {
    (try? source?.parsed()).flatMap { PersonPicture($0) } != nil
  }

  fileprivate mutating func describe(_ attachment: Attachment, of event: Event) {
    self.event = event.id
    channel = event.scope.channel
    name = attachment.fileName
    mimeType = attachment.mimeType
    size = attachment.fileSize
    platformFileID = attachment.platformFileID
  }
}

extension Attachment {
  /// Shows how far our copy of the file is.
  mutating func show(_ file: CatalogedFile) {
    let address = file.address
    let isGone = file.state == .failed || file.state == .expired
    set("preview_url", isGone ? nil : address)
    set("storage_url", file.state == .ready || file.state == .proxied ? address : nil)
    set("upload_status", file.uploadStatus)
    set("upload_stage", file.state == .pending ? "platform_fetch" : nil)
    set("upload_error", file.error?.internalText)
    set("unavailable_reason", file.unavailableReason?.rawValue)
    guard let content = file.content else { return }
    fileSize = content.size
    mimeType = content.mimeType
    fileName = fileName ?? content.name
    set("sha256", content.sha256)
  }

  /// Sets a further member, or takes it away.
  mutating func set(_ name: String, _ value: String?) {
    let at = more.firstIndex { $0.name == name }
    let member = value.map { value in JSONMember(name, JSONFragment { $0.value(value) }) }
    switch (at, member) {
    case (let at?, let member?): more[at] = member
    case (let at?, nil): more.remove(at: at)
    case (nil, let member?): more.append(member)
    case (nil, nil): break
    }
  }
}

extension CatalogedFile {
  /// `upload_status`; a file that is got for everybody who asks has none.
  package var uploadStatus: String? {
    switch state {
    case .pending: "pending"
    case .ready: "ready"
    case .failed, .expired: "failed"
    case .proxied: nil
    }
  }
}

/// How far a file of a message of ours is on its way to the platform (FIELDS §7).
enum DeliveryState: String {
  case pending, uploading, uploaded, sent, failed

  var stage: String? {
    switch self {
    case .uploading: "platform_upload"
    case .uploaded: "platform_send"
    case .pending, .sent, .failed: nil
    }
  }
}

extension Event {
  mutating func setDelivery(
    _ state: DeliveryState, of files: Set<String>, error: DeliveryError? = nil
  ) {
    for index in attachments.indices {
      guard let id = attachments[index].id, files.contains(id) else { continue }
      attachments[index].set("delivery_status", state.rawValue)
      attachments[index].set("delivery_stage", state.stage)
      attachments[index].set("delivery_error", error?.internalText)
    }
  }

  /// The files of a message that did not arrive.
  mutating func failDelivery(_ error: DeliveryError) {
    let open = attachments.filter { attachment in
      attachment.more.contains { $0.name == "delivery_status" }
        && !attachment.more.says("delivery_status", "sent")
    }
    setDelivery(.failed, of: Set(open.compactMap(\.id)), error: error)
  }
}

extension [JSONMember] {
  /// Whether a member is this word.
  func says(_ name: String, _ word: String) -> Bool {
    contains { $0.name == name && $0.value.bytes == [UInt8]("\"\(word)\"".utf8) }
  }
}
