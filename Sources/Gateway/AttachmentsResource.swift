import AdapterKit
import EventModel
import HTTPTypes
import Hummingbird
import JSON
import Media
import Store

/// `/v1/attachments`: files that callers bring, and those that came with events.
struct AttachmentsResource: Sendable {
  private let store: any Store
  private let files: FileStore
  private let sources: AttachmentSources
  private let now: @Sendable () -> Timestamp
  private let uploads = Seats(32, for: "for uploads")
  private let readers = Seats(256, for: "for readers of files")

  init(_ files: API.Files, of store: any Store, _ channels: ChannelDirectory, in world: API.World) {
    self.store = store
    self.files = files.store
    sources = AttachmentSources(store: store, channels: channels, files: files)
    now = world.now
  }

  func add(to router: Router<APIContext>) {
    router.post("v1/attachments") { request, context in try await create(request, context) }
    router.get("v1/attachments/:id") { request, context in
      let file = try await file(request, context)
      return Response(json: JSONFragment { $0.value(file) }.bytes)
    }
    router.get("v1/attachments/:id/content") { try await content($0, $1) }
    router.head("v1/attachments/:id/content") { try await content($0, $1) }
    router.post("v1/attachments/:id/refetch") { try await refetch($0, $1) }
  }

  private func file(
    _ request: Request, _ context: APIContext
  ) async throws -> CatalogedFile {
    try QueryReader.requireNothing(in: request)
    guard let file = try await store.file(context.identifier) else {
      throw APIProblem(.notFound, "there is no such attachment")
    }
    return file
  }

  private func content(_ request: Request, _ context: APIContext) async throws -> Response {
    let file = try await file(request, context)
    switch file.state {
    case .pending:
      throw APIProblem(.attachmentPending, "the file is not here yet")
    case .failed, .expired: throw APIProblem(gone: file)
    case .proxied:
      let passed = try await sources.pass(file)
      return try AttachmentContent(
        passed.reading, passed.content, name: file.name, seats: [passed.seat]
      ).response(to: request)
    case .ready:
      guard let content = file.content, let digest = FileDigest(hex: content.sha256),
        files.contains(digest)
      else { throw APIProblem(gone: file) }
      let seat = try readers.take()
      return try AttachmentContent(
        try files.read(digest), content, name: file.name, seats: [seat]
      ).response(to: request)
    }
  }

  private func refetch(_ request: Request, _ context: APIContext) async throws -> Response {
    let file = try await file(request, context)
    guard file.source != nil else {
      throw APIProblem(.notRefetchable, "the file did not come from a platform that could be asked")
    }
    let fresh = try await store.refetch(file.id)
    return Response(status: .accepted, json: JSONFragment { $0.value(fresh) }.bytes)
  }
}

// MARK: Making one

extension AttachmentsResource {
  private func create(_ request: Request, _ context: APIContext) async throws -> Response {
    try QueryReader.requireNothing(in: request)
    let key = try AttachmentKey(request, of: context.caller)
    let type = request.headers[.contentType].flatMap { HeaderValue($0)?.word }
    switch type {
    case "multipart/form-data": return try await upload(request, under: key)
    // What programs say of JSON when they are not asked.
    case nil, "application/json", "application/x-www-form-urlencoded":
      return try await fetch(request, under: key)
    default:
      throw APIProblem(
        .unsupportedType, "send multipart/form-data with a part \"file\", or JSON with \"url\"")
    }
  }

  private func upload(_ request: Request, under key: AttachmentKey?) async throws -> Response {
    let seat = try uploads.take()
    defer { withExtendedLifetime(seat) {} }
    let received = try await AttachmentUpload.receive(request, into: files)
    let content = try FileContent(received.file, received.facts, in: files)
    let (file, isMade) = try await add(content, received.kind, at: nil, under: key)
    guard file.content?.sha256 == content.sha256, file.url == nil else {
      throw APIProblem.otherFile
    }
    return Self.made(file, isRepeat: !isMade)
  }

  private func fetch(_ request: Request, under key: AttachmentKey?) async throws -> Response {
    let body = try await RequestBytes.collect(request)
    let wanted = try AttachmentRequest(RequestBytes.parsed(body))
    if let key, let known = try await store.file(key.id) {
      guard known.url == wanted.url else { throw APIProblem.otherFile }
      return Self.made(known, isRepeat: true)
    }
    let content = try await sources.fetch(wanted)
    let (file, isMade) = try await add(content, wanted.kind, at: wanted.url, under: key)
    guard file.url == wanted.url else { throw APIProblem.otherFile }
    return Self.made(file, isRepeat: !isMade)
  }

  /// Makes it known; gives the one that was made under that key before, if there is one.
  private func add(
    _ content: FileContent, _ kind: Attachment.Kind?, at url: String?, under key: AttachmentKey?
  ) async throws -> (file: CatalogedFile, isMade: Bool) {
    let seen = (ContentType(content.mimeType) ?? .unknown).kind
    var file = CatalogedFile(
      key?.id ?? store.nextEventID().rawValue, kind ?? seen, .ready, at: now())
    file.content = content
    file.name = content.name
    file.mimeType = content.mimeType
    file.size = content.size
    file.url = url
    let known = try await store.add(file)
    return (known ?? file, isMade: known == nil)
  }

  private static func made(_ file: CatalogedFile, isRepeat: Bool) -> Response {
    var headers: HTTPFields = [.location: "/v1/attachments/\(file.id)"]
    if isRepeat { headers[.idempotencyReplayed] = "true" }
    return Response(
      status: .created, json: JSONFragment { $0.value(file) }.bytes, headers: headers)
  }
}

extension APIProblem {
  fileprivate static let otherFile = APIProblem(
    .keyReused, "take another Idempotency-Key for another file")

  fileprivate init(gone file: CatalogedFile) {
    let detail =
      file.state == .failed ? "the file could not be had" : "the file is not kept any more"
    self.init(gone: detail, file.unavailableReason ?? .sourceUnavailable)
  }
}
