import EventModel
import Hummingbird
import Media
import NIOCore
import Relay

/// Takes the form of an upload as it comes, and its file to the disk.
struct AttachmentUpload: ~Copyable {
  /// What a form brought.
  struct Received: Sendable {
    let file: FileStore.Stored
    let facts: FileFacts
    let kind: Attachment.Kind?
  }

  /// Where the bytes of the part go that is being read.
  private enum Target {
    case file, nowhere
    case text(String)
  }

  private let files: FileStore
  private var reader: MultipartReader
  private var file: IncomingFile?
  private var part: MultipartPart?
  private var target = Target.nowhere
  private var texts: [String: [UInt8]] = [:]

  /// So much more than its file may a form have.
  private static let mostAround: Int64 = 64 << 10
  private static let longestText = 4 << 10
  private static let textNames: Set<String> = ["file_name", "type"]

  private init(_ reader: MultipartReader, into files: FileStore) {
    self.reader = reader
    self.files = files
  }

  /// Reads a request whose body is a form.
  static func receive(_ request: Request, into files: FileStore) async throws -> Received {
    guard let reader = MultipartReader(contentType: request.headers[.contentType]) else {
      throw APIProblem(.invalid, "the Content-Type of the form names no boundary")
    }
    let most = files.limits.file
    if let length = request.headers[.contentLength].flatMap({ Int64($0) }),
      length - min(length, mostAround) > most
    {
      throw APIProblem(fileOver: most)
    }
    var upload = AttachmentUpload(reader, into: files)
    for try await piece in request.body { try upload.take(piece) }
    return try await upload.finish()
  }

  private mutating func take(_ piece: ByteBuffer) throws {
    let pieces: [MultipartReader.Piece]
    do throws(MultipartFault) { pieces = try reader.read(piece.readableBytesView) } catch {
      throw APIProblem([.init("#", error.reason)])
    }
    for piece in pieces {
      switch piece {
      case .part(let part): try begin(part)
      case .bytes(let bytes): try write(bytes)
      case .end: target = .nowhere
      }
    }
  }

  private mutating func begin(_ part: MultipartPart) throws {
    if part.name == "file" {
      guard self.part == nil else { throw Self.fault("file", "stands more than once") }
      file = try files.begin()
      self.part = part
      target = .file
    } else {
      guard Self.textNames.contains(part.name) else {
        throw Self.fault(String(part.name.prefix(100)), "is not known here")
      }
      guard texts[part.name] == nil else {
        throw Self.fault(part.name, "stands more than once")
      }
      texts[part.name] = []
      target = .text(part.name)
    }
  }

  private mutating func write(_ bytes: [UInt8]) throws {
    switch target {
    case .file: try file?.write(bytes)
    case .text(let name):
      texts[name, default: []] += bytes
      guard texts[name, default: []].count <= Self.longestText else {
        throw Self.fault(name, "is longer than \(Self.longestText) bytes")
      }
    case .nowhere: break
    }
  }

  private consuming func finish() async throws -> Received {
    guard reader.isOver else { throw APIProblem([.init("#", "the form ends too early")]) }
    let kind = try kind()
    guard let part, let file = file.take() else { throw Self.fault("file", "is missing") }
    let name = texts["file_name"].map { String(decoding: $0, as: UTF8.self) } ?? part.fileName
    return Received(
      file: try await files.keep(file), facts: FileFacts(name: name, mimeType: part.contentType),
      kind: kind)
  }

  private func kind() throws -> Attachment.Kind? {
    guard let word = texts["type"].map({ String(decoding: $0, as: UTF8.self) }) else { return nil }
    guard AttachmentRequest.kinds.contains(word) else {
      throw Self.fault("type", "is none of \(AttachmentRequest.kinds.joined(separator: ", "))")
    }
    return Attachment.Kind(rawValue: word)
  }

  private static func fault(_ name: String, _ detail: String) -> APIProblem {
    APIProblem([.init("#/\(name)", detail)])
  }
}

extension APIProblem {
  /// A file longer than any may be; nobody reads what may follow.
  init(fileOver limit: Int64) {
    self.init(.tooLarge, "a file may have \(limit) bytes")
    headers[.connection] = "close"
  }

  init(_ error: FileStoreError) {
    switch error {
    case .tooLarge(let limit): self.init(fileOver: limit)
    case .quotaExceeded:
      self.init(.full, "the files that are kept leave no room for another")
    case .missing: self.init(.gone, "the file is not kept any more")
    case .unexpected, .system:
      self.init(.internal, "the log tells more under this request's id")
    }
  }
}
