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
      return try await download.file(by: request, FileFacts(file))
    }
    guard let url = file.url else {
      throw .lasting(
        .sourceUnavailable, DeliveryError(.downloadFailed, "nobody says where the file is"))
    }
    return try await download.file(at: url, FileFacts(file))
  }

  private var download: FileDownload<Carrier> { FileDownload(to: shelf, over: transport) }

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
    return try await shelf.kept { try await shelf.keep(bytes, facts) }
  }
}

extension FileFacts {
  fileprivate init(_ file: CatalogedFile) {
    self.init(name: file.name, mimeType: file.mimeType)
  }
}
