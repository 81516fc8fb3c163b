import AdapterKit
import EventModel
import FoundationEssentials

/// The certificate of our webhook, for a platform to trust that knows no authority behind it.
struct Certificate {
  let bytes: [UInt8]

  /// Telegram takes 3 MiB.
  private static let largest = 3 << 20

  /// Reads it; whatever is no certificate stays where it is, and a key above all.
  init(at path: String) throws(SendFailure) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Self.failure("cannot be read", path)
    }
    guard data.count <= Self.largest else {
      throw Self.failure("has more than \(Self.largest) bytes", path)
    }
    let text = String(decoding: data, as: UTF8.self)
    guard text.contains("-----BEGIN CERTIFICATE-----") else {
      throw Self.failure("holds no certificate in PEM", path)
    }
    guard !text.contains("PRIVATE KEY-----") else {
      throw Self.failure("holds a private key, which is nobody's business", path)
    }
    bytes = Array(data)
  }

  private static func failure(_ fault: String, _ path: String) -> SendFailure {
    .rejected(DeliveryError(.setupFailed, "webhook_certificate: \(path) \(fault)"))
  }
}
