import AdapterKit
import EventModel
import JSON
import Media
import Relay
import Store

/// Gets files while a caller waits: from addresses, and from the platforms that have them.
struct AttachmentSources: Sendable {
  let store: any Store
  let channels: ChannelDirectory
  let files: API.Files
  private let seats = Seats(8, for: "for files on their way")

  init(store: any Store, channels: ChannelDirectory, files: API.Files) {
    self.store = store
    self.channels = channels
    self.files = files
  }

  /// Fetches what a caller named, and keeps it.
  func fetch(_ wanted: AttachmentRequest) async throws(APIProblem) -> FileContent {
    let seat = try seats.take()
    defer { withExtendedLifetime(seat) {} }
    do throws(FetchFailure) {
      return try await Self.download(wanted, to: FileShelf(files.store), over: files.transport)
    } catch {
      throw Self.problem(of: error, limit: files.store.limits.file)
    }
  }

  /// Fetches a file of which nothing is kept. The seat is to be held while it is read: for as long
  /// its bytes are on our disk.
  func pass(
    _ file: CatalogedFile
  ) async throws(APIProblem) -> (reading: FileReading, content: FileContent, seat: Seats.Seat) {
    guard let channel = file.channel.flatMap({ channels[$0] }) else {
      throw APIProblem(.channelMissing, "the file's channel is not configured any more")
    }
    let seat = try seats.take()
    let passed = PassedFile()
    let content: FileContent
    do throws(FetchFailure) {
      content = try await Self.get(
        file, of: channel, in: store, to: FileShelf(files.store, passing: passed),
        over: files.transport)
    } catch {
      throw Self.problem(of: error)
    }
    guard let reading = passed.reading else {
      throw APIProblem(.unavailable, "the platform gave no file")
    }
    return (reading: reading, content: content, seat: seat)
  }

  private static func download(
    _ wanted: AttachmentRequest, to shelf: FileShelf, over transport: some Transport
  ) async throws(FetchFailure) -> FileContent {
    try await FileDownload(to: shelf, over: transport).file(at: wanted.url, wanted.facts)
  }

  private static func get(
    _ file: CatalogedFile, of channel: ChannelRuntime, in catalog: some FileCatalog,
    to shelf: FileShelf, over transport: some Transport
  ) async throws(FetchFailure) -> FileContent {
    try await FileSupply(of: channel, from: catalog, to: shelf, over: transport).get(file)
  }

  /// Why an address gave no file: it is the caller's own, so they may read what was wrong with it.
  private static func problem(of failure: FetchFailure, limit: Int64) -> APIProblem {
    switch failure {
    case .lasting(.tooLarge, _): APIProblem(.tooLarge, "a file may have \(limit) bytes")
    case .passing(_, let error) where error.kind == .processingError:
      APIProblem(.full, "the file came, but there is no room to keep it")
    case .passing(_, let error), .lasting(_, let error):
      APIProblem([.init("#/url", error.reason)])
    }
  }

  /// Why a platform gave no file. Its words stay in our log: they may name its addresses.
  private static func problem(of failure: FetchFailure) -> APIProblem {
    switch failure {
    case .passing: APIProblem(.unavailable, "the platform does not give the file now; try again")
    case .lasting(let reason, _): APIProblem(gone: "the platform gives the file no more", reason)
    }
  }
}

extension APIProblem {
  init(gone detail: String, _ reason: UnavailableReason) {
    self.init(.gone, detail)
    more = [.init("unavailable_reason", .init { $0.value(reason) })]
  }
}
