import AdapterKit
import EventModel
import JSON
import Store

/// Gets files, once: out of the payload they came with, from their platform, or from an address.
package struct FileSupply<Catalog: FileCatalog, Carrier: Transport>: Sendable {
  let channel: ChannelRuntime
  let catalog: Catalog
  let shelf: FileShelf
  let transport: Carrier

  package init(
    of channel: ChannelRuntime, from catalog: Catalog, to shelf: FileShelf,
    over transport: Carrier
  ) {
    self.channel = channel
    self.catalog = catalog
    self.shelf = shelf
    self.transport = transport
  }

  package func get(_ file: CatalogedFile) async throws(FetchFailure) -> FileContent {
    if let source = file.source, let number = file.payload,
      let adapter = channel.adapter as? any FileCarrying
    {
      return try await carried(source, by: number, adapter, FileFacts(file))
    }
    if let source = file.source, let adapter = channel.adapter as? any FileFetching {
      let request: TransferRequest
      do throws(SendFailure) {
        request = try await adapter.request(for: source, over: transport)
      } catch {
        throw FetchFailure(error)
      }
      return try await downloaded(request, FileFacts(file))
    }
    guard let url = file.url.flatMap({ WireText($0) }) else {
      throw .lasting(
        .sourceUnavailable, DeliveryError(.downloadFailed, "nobody says where the file is"))
    }
    var request = TransferRequest(.get, url)
    request.trust = .strangers
    request.followsRedirects = true
    return try await downloaded(request, FileFacts(file))
  }

  private func carried(
    _ source: JSONFragment, by number: Int64, _ adapter: any FileCarrying, _ facts: FileFacts
  ) async throws(FetchFailure) -> FileContent {
    let payload: Payload?
    do throws(StoreError) { payload = try await catalog.payload(number) } catch {
      throw .passing(after: nil, DeliveryError(.downloadFailed, "the store: \(error)"))
    }
    guard let payload else {
      throw .lasting(
        .sourceUnavailable,
        DeliveryError(.downloadFailed, "what it came with is kept no longer"))
    }
    let bytes: [UInt8]
    do throws(PayloadError) { bytes = try adapter.file(source, in: payload) } catch {
      throw .lasting(
        .sourceUnavailable, DeliveryError(.downloadFailed, code: error.code, error.reason))
    }
    guard bytes.count <= shelf.largest else { throw .tooLarge(shelf.largest) }
    return try await kept { try await shelf.keep(bytes, facts) }
  }

  private func downloaded(
    _ request: TransferRequest, _ facts: FileFacts
  ) async throws(FetchFailure) -> FileContent {
    var request = request
    let path = shelf.newPath()
    request.destination = .file(path, atMost: shelf.largest)
    let response: TransferResponse
    do throws(SendFailure) { response = try await transport.perform(request) } catch {
      throw FetchFailure(error)
    }
    guard let file = response.file else { throw FetchFailure(status: response.status) }
    var facts = facts
    facts.mimeType = facts.mimeType ?? response.headers.value(of: "content-type")
    let known = facts
    return try await kept { try await shelf.take(path, file.sha256, known) }
  }

  /// What our own disk does not take may have room later.
  private func kept(
    _ work: () async throws -> FileContent
  ) async throws(FetchFailure) -> FileContent {
    do { return try await work() } catch {
      throw .passing(after: nil, DeliveryError(.processingError, "it cannot be kept: \(error)"))
    }
  }
}

extension FileFacts {
  fileprivate init(_ file: CatalogedFile) {
    self.init(name: file.name, mimeType: file.mimeType)
  }
}
