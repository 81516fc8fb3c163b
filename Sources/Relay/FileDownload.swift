import AdapterKit
import EventModel
import Store

/// Brings the file of an address to the shelf.
package struct FileDownload<Carrier: Transport>: Sendable {
  let shelf: FileShelf
  let transport: Carrier

  package init(to shelf: FileShelf, over transport: Carrier) {
    self.shelf = shelf
    self.transport = transport
  }

  /// Gets what a stranger's address leads to; nothing private is reached by it, nor by where it
  /// sends us on.
  package func file(
    at address: String, _ facts: FileFacts
  ) async throws(FetchFailure) -> FileContent {
    guard let url = WireText(address) else {
      throw .lasting(
        .sourceUnavailable, DeliveryError(.downloadFailed, "the address cannot be called"))
    }
    var request = TransferRequest(.get, url)
    request.trust = .strangers
    request.followsRedirects = true
    return try await file(by: request, facts)
  }

  func file(
    by request: TransferRequest, _ facts: FileFacts
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
    return try await shelf.kept { try await shelf.take(path, file.sha256, known) }
  }
}

extension FileShelf {
  /// What our own disk does not take may have room later.
  func kept(
    _ work: () async throws -> FileContent
  ) async throws(FetchFailure) -> FileContent {
    do { return try await work() } catch {
      throw .passing(after: nil, DeliveryError(.processingError, "it cannot be kept: \(error)"))
    }
  }
}
