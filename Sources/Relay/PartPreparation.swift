import AdapterKit
import EventModel
import Store

/// Gets the files of a part ready: fetched, uploaded, or found under the name the platform gave
/// them before.
struct PartPreparation<Catalog: FileCatalog, Carrier: Transport>: Sendable {
  let supply: FileSupply<Catalog, Carrier>
  let now: @Sendable () -> Timestamp

  /// - Parameter transport: how they are brought to the platform.
  func files(
    of part: DuePart, over transport: some Transport
  ) async throws(FileObstacle) -> [ReadyFile] {
    var files: [ReadyFile] = []
    for use in part.part.files {
      let stored = try await stored(use)
      var ready = ReadyFile(use, stored)
      ready.reference = try await reference(of: ready, for: part.part, over: transport)
      files.append(ready)
    }
    return files
  }

  /// What the platform calls the files since they were sent.
  func keep(_ references: [String?], of files: [ReadyFile]) async throws(StoreError) {
    for (file, reference) in zip(files, references) {
      guard let reference, reference != file.reference else { continue }
      try await supply.catalog.keep(reference, for: key(of: file))
    }
  }

  /// The platform refused them: their names there may be what it refused.
  func forget(_ files: [ReadyFile]) async throws(StoreError) {
    for file in files where file.reference != nil { try await supply.catalog.forget(key(of: file)) }
  }

  private func stored(_ use: FileUse) async throws(FileObstacle) -> StoredFile {
    let found: CatalogedFile?
    do throws(StoreError) { found = try await supply.catalog.file(use.attachment) } catch {
      throw .store(error)
    }
    guard let file = found else {
      throw .file(.lasting(.uploadFailed, DeliveryError(.uploadFailed, "there is no such file")))
    }
    if let content = file.content, let path = supply.shelf.path(content.sha256) {
      return StoredFile(content, at: path)
    }
    let content = try await fetched(file)
    guard let path = supply.shelf.path(content.sha256) else {
      throw .file(
        .passing(after: nil, DeliveryError(.processingError, "the file was given up meanwhile")))
    }
    return StoredFile(content, at: path)
  }

  /// What another channel's platform has, this one's adapter cannot get.
  private func fetched(_ file: CatalogedFile) async throws(FileObstacle) -> FileContent {
    guard file.channel == nil || file.channel == supply.channel.record.id else {
      throw .file(
        .lasting(.sourceUnavailable, DeliveryError(.downloadFailed, "the file is not here")))
    }
    let content: FileContent
    do throws(FetchFailure) { content = try await supply.get(file) } catch {
      throw .file(error)
    }
    do throws(StoreError) {
      try await supply.catalog.settle(file.id, .ready(content, at: now()))
    } catch {
      throw .store(error)
    }
    return content
  }

  private func reference(
    of file: ReadyFile, for part: Part, over transport: some Transport
  ) async throws(FileObstacle) -> String? {
    do throws(StoreError) {
      if let known = try await supply.catalog.reference(key(of: file)) { return known }
    } catch {
      throw .store(error)
    }
    guard let adapter = supply.channel.adapter as? any FileUploading else { return nil }
    let reference: String
    do throws(SendFailure) {
      reference = try await adapter.upload(file, for: part, over: transport)
    } catch {
      throw .upload(error)
    }
    do throws(StoreError) { try await supply.catalog.keep(reference, for: key(of: file)) } catch {
      throw .store(error)
    }
    return reference
  }

  private func key(of file: ReadyFile) -> FileReference {
    FileReference(
      supply.channel.record.id, sha256: file.file.sha256, purpose: file.use.purpose)
  }
}

/// Why a part cannot go with its files now.
///
/// It stands outside of what is generic: thrown from in there it ends the optimizing compiler
/// (Swift 6.3.1, "FunctionSignatureOpts … !type.hasTypeParameter()").
enum FileObstacle: Error {
  /// The file is not to be had.
  case file(FetchFailure)
  /// The platform did not take it.
  case upload(SendFailure)
  case store(StoreError)
}

extension StoredFile {
  fileprivate init(_ content: FileContent, at path: String) {
    self.init(
      path: path, size: content.size, sha256: content.sha256, name: content.name ?? "file",
      mimeType: content.mimeType)
  }
}

extension SendFailure {
  /// The same of an upload: a repeat leaves a file nobody sees, and no message.
  var ofUpload: SendFailure {
    switch self {
    case .uncertain(let error): .unavailable(error)
    case .alreadyDone, .without, .moved:
      .rejected(error ?? DeliveryError(.uploadFailed, "the platform did not take the file"))
    default: self
    }
  }
}
