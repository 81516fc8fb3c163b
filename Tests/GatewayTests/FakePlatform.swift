import AdapterKit
import Crypto
import EventModel
import Foundation
import Synchronization

/// A platform, and all other hosts, by a table: what each address answers.
final class FakePlatform: Transport {
  enum Answer: Sendable {
    case file([UInt8], type: String)
    case status(Int)
    case failure(SendFailure)
  }

  private let table = Mutex<[String: Answer]>([:])
  private let seen = Mutex<[TransferRequest]>([])

  var requests: [TransferRequest] { seen.withLock { $0 } }

  func answer(_ answer: Answer, at url: String) { table.withLock { $0[url] = answer } }

  func perform(_ request: TransferRequest) async throws(SendFailure) -> TransferResponse {
    seen.withLock { $0.append(request) }
    guard case .file(let path, let limit) = request.destination else {
      throw .rejected(DeliveryError(.unknown, "it is not to go to a file"))
    }
    switch table.withLock({ $0[request.url.text] }) {
    case .file(let bytes, let type):
      guard bytes.count <= limit else {
        throw .rejected(DeliveryError(.fileTooLarge, "the answer is too long"))
      }
      guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
        throw .unavailable(DeliveryError(.processingError, "no file was made"))
      }
      return TransferResponse(
        status: 200, headers: [WireHeader("Content-Type", type)], body: [],
        file: .init(size: bytes.count, sha256: Array(SHA256.hash(data: bytes))))
    case .status(let status): return TransferResponse(status: status, body: [])
    case .failure(let failure): throw failure
    case nil: return TransferResponse(status: 404, body: [])
    }
  }

  func open(_ endpoint: Endpoint) async throws(SendFailure) -> NoStream {
    throw .unavailable(DeliveryError(.unknown, "there are no lines here"))
  }

  struct NoStream: ByteStream {
    let opening: [String] = []

    func send(_ bytes: [UInt8], within limit: Duration) async throws(SendFailure) {}
    func receive(within limit: Duration) async throws(SendFailure) -> [UInt8] { [] }
    func close() async {}
  }
}
