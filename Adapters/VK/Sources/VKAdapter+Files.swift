import AdapterKit
import EventModel
import JSON

extension VKAdapter: FileFetching {
  /// Attachments say `{"url": …}`. Documents are handed out only to what looks like a browser, and
  /// by redirects.
  package func request(
    for source: JSONFragment, over transport: some Transport
  ) async throws(SendFailure) -> TransferRequest {
    guard let url = (try? source.parsed())?["url"].nonEmpty else {
      throw .rejected(DeliveryError(.downloadFailed, "the attachment has no address"))
    }
    guard var request = settings.request(to: url) else {
      throw .rejected(DeliveryError(.downloadFailed, "the file's address is not safe"))
    }
    request.followsRedirects = true
    request.headers = [("User-Agent", "Mozilla/5.0 (compatible; channeld)")]
    return request
  }
}

extension Attachment {
  /// Where the file is. Such addresses are signed and run out: they stand in no event.
  mutating func setSource(_ url: String?) {
    guard let url else { return }
    source = .object { $0.member("url", url) }
  }
}
