import Foundation
import Testing

/// A certificate for loopback that nobody trusts unasked, in a folder that goes away with it.
final class Certificates: Sendable {
  let folder: URL
  var certificate: String { folder.appending(path: "certificate.pem").path }
  var key: String { folder.appending(path: "key.pem").path }

  init() async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "curl-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try await finish(
      "/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
      "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
      "-keyout", key, "-out", certificate)
  }

  deinit {
    // What is left of it is below the system's temporary folder.
    try? FileManager.default.removeItem(at: folder)
  }
}
