import AdapterKit
import EventModel
import Foundation
import JSON
import Media
import NIOCore
import NIOHTTP1
import ProgramTesting
import SQLiteStore
import Store
import Testing

@testable import Gateway

/// The bytes of a file as an answer.
struct AttachmentContentTests {
  private static let bytes = Array("0123456789".utf8)

  @Test(arguments: [
    ("bytes=0-0", 206, "0", "bytes 0-0/10"), ("bytes=0-9", 206, "0123456789", "bytes 0-9/10"),
    ("bytes=9-", 206, "9", "bytes 9-9/10"), ("bytes=9-99", 206, "9", "bytes 9-9/10"),
    ("bytes=-1", 206, "9", "bytes 9-9/10"), ("bytes=-99", 206, "0123456789", "bytes 0-9/10"),
    ("bytes=0-1,3-4", 200, "0123456789", ""), ("bytes=5-2", 200, "0123456789", ""),
    ("lines=1-2", 200, "0123456789", ""), ("bytes=x", 200, "0123456789", ""),
  ])
  func rangesAreGiven(range: String, status: Int, text: String, shown: String) async throws {
    try await Gateway.run { gateway in
      let path = try await Self.path(in: gateway)
      let answer = try await gateway.client.get(path, [("Range", range)])

      #expect(answer.status == status)
      #expect(answer.headers["Content-Range"] == (shown.isEmpty ? [] : [shown]))
      #expect(String(decoding: answer.body, as: UTF8.self) == text)
      #expect(answer.headers["Content-Length"] == ["\(text.utf8.count)"])
    }
  }

  @Test(arguments: ["bytes=10-", "bytes=-0", "bytes=99999999999999999999-"])
  func whatLiesBehindTheEndIsNot(range: String) async throws {
    try await Gateway.run { gateway in
      let path = try await Self.path(in: gateway)
      let answer = try await gateway.client.get(path, [("Range", range)])

      #expect(answer.status == 416)
      #expect(answer.headers["Content-Range"] == ["bytes */10"])
      #expect(try answer.code == "range_not_satisfiable")
    }
  }

  @Test func theTagDecides() async throws {
    try await Gateway.run { gateway in
      let path = try await Self.path(in: gateway)
      let tag = try #require(try await gateway.client.get(path).headers["ETag"].first)
      #expect(tag.utf8.count == 66)
      for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
        let answer = try await gateway.client.get(path, [("If-None-Match", known)])
        #expect(answer.status == 304 && answer.body.isEmpty)
        #expect(answer.headers["ETag"] == [tag])
      }
      let other = try await gateway.client.get(path, [("If-None-Match", "\"x\"")])
      #expect(other.status == 200)
      let range = ("Range", "bytes=2-3")
      for (condition, status) in [
        (tag, 206), ("W/\(tag)", 200), ("\"x\"", 200), ("Sun, 06 Nov 1994 08:49:37 GMT", 200),
      ] {
        let answer = try await gateway.client.get(path, [range, ("If-Range", condition)])
        #expect(answer.status == status, "\(condition)")
      }
    }
  }

  @Test func aHeadHasNoBody() async throws {
    try await Gateway.run { gateway in
      let path = try await Self.path(in: gateway)
      let answer = try await gateway.client.ask(.HEAD, path, [("Range", "bytes=0-1")])

      #expect(answer.status == 200 && answer.body.isEmpty)
      #expect(answer.headers["Content-Length"] == ["10"])
      #expect(answer.headers["ETag"].first?.utf8.count == 66)
    }
  }

  @Test func nothingOfAFileRunsInABrowser() async throws {
    try await Gateway.run { gateway in
      let cases = [
        ("text/html", "application/octet-stream", "attachment"),
        ("image/svg+xml", "application/octet-stream", "attachment"),
        ("image/png", "image/png", "inline"), ("application/pdf", "application/pdf", "attachment"),
        ("nonsense", "application/octet-stream", "attachment"),
      ]
      for (type, served, disposition) in cases {
        let id = try await gateway.client.attachment(of: Self.bytes, named: "ж.x", type: type)
        let headers = try await gateway.client.get("/v1/attachments/\(id)/content").headers
        #expect(headers["Content-Type"] == [served])
        let shown = try #require(headers["Content-Disposition"].first)
        #expect(shown.hasPrefix("\(disposition); ") && shown.contains("UTF-8''%D0%B6.x"))
        #expect(headers["X-Content-Type-Options"] == ["nosniff"])
        #expect(headers["Content-Security-Policy"] == ["sandbox"])
        #expect(headers["Cache-Control"] == ["private"])
      }
    }
  }

  @Test func whatIsNotHereIsSaid() async throws {
    try await Gateway.run { gateway in
      let now = Timestamp(seconds: 1_780_740_000)
      var failed = CatalogedFile("failed", .photo, .pending, at: now)
      failed.channel = Gateway.shop
      failed.source = JSONFragment.object { $0.member("url", "https://platform.example/x") }
      for file in [CatalogedFile("pending", .photo, .pending, at: now), failed] {
        try await gateway.store.add(file)
      }
      let error = DeliveryError(.downloadFailed, code: "404", "it is not there")
      try await gateway.store.settle("failed", .failed(.sourceUnavailable, error, at: now))

      let missing = try await gateway.client.get("/v1/attachments/none/content")
      #expect(missing.status == 404)
      let pending = try await gateway.client.get("/v1/attachments/pending/content")
      #expect(pending.status == 409 && pending.headers["Retry-After"] == ["1"])
      #expect(try pending.code == "attachment_pending")
      let gone = try await gateway.client.get("/v1/attachments/failed/content")
      #expect(gone.status == 410)
      #expect(try gone.code == "gone")
      #expect(try gone.json["unavailable_reason"].string == "source_unavailable")
      let shown = try await gateway.client.get("/v1/attachments/failed").json
      #expect(shown["upload_status"].string == "failed")
      #expect(shown["upload_error"].string == "404: it is not there")
      #expect(!shown["storage_url"].exists)
    }
  }

  @Test func aFileThatWasRemovedIsGone() async throws {
    try await Gateway.run { gateway in
      let id = try await gateway.client.attachment(of: Self.bytes)
      let sha256 = try await gateway.store.file(id)?.content?.sha256
      try await gateway.files.remove(try #require(sha256.flatMap { FileDigest(hex: $0) }))
      let answer = try await gateway.client.get("/v1/attachments/\(id)/content")

      #expect(answer.status == 410)
    }
  }

  @Test func aFileOfAPlatformIsAskedForAnew() async throws {
    try await Gateway.run { gateway in
      var file = CatalogedFile("lost", .photo, .pending, at: Timestamp(seconds: 1))
      file.channel = Gateway.shop
      file.source = JSONFragment.object { $0.member("url", "https://platform.example/x") }
      try await gateway.store.add(file)
      let error = DeliveryError(.downloadFailed, "no")
      try await gateway.store.settle(
        "lost", .failed(.sourceUnavailable, error, at: Timestamp(seconds: 2)))
      let answer = try await gateway.client.post("/v1/attachments/lost/refetch", "")

      #expect(answer.status == 202)
      #expect(try answer.json["upload_status"].string == "pending")
      let due = try await gateway.store.missingFiles(of: Gateway.shop).lease(5)
      #expect(due.map(\.file.id) == ["lost"])
      let own = try await gateway.client.attachment(of: Self.bytes)
      let refused = try await gateway.client.post("/v1/attachments/\(own)/refetch", "")
      #expect(refused.status == 409)
    }
  }

  /// What is written to nobody would have been read to the end, and the file closed.
  @Test func aReaderWhoDoesNotReadHoldsADescriptorAndNoMore() async throws {
    try await Gateway.run(filesUpTo: 32 << 20) { gateway in
      let file = try await Self.largeFile(in: gateway)
      let path = gateway.files.path(of: file)
      let head = """
        GET /v1/attachments/large/content HTTP/1.1\r
        Host: gateway\r
        Authorization: Bearer \(Gateway.key)\r
        \r\n
        """
      let caller = RawCaller(port: try #require(gateway.port))
      try await caller.holding(head, times: 8) {
        try await Gateway.eventually { try Self.readers(of: path) == 8 }
        let other = try await gateway.client.get(
          "/v1/attachments/large/content", [("Range", "bytes=-3")])
        #expect(other.status == 206 && other.body.count == 3)
        #expect(try Self.readers(of: path) == 8)
      }
      try await Gateway.eventually { try Self.readers(of: path) == 0 }
    }
  }

  /// Longer than all that two sockets hold.
  private static func largeFile(in gateway: Gateway) async throws -> FileDigest {
    var incoming = try gateway.files.begin()
    let piece = [UInt8](repeating: 5, count: 1 << 20)
    for _ in 0..<24 { try incoming.write(piece) }
    let stored = try await gateway.files.keep(incoming)
    var file = CatalogedFile("large", .document, .ready, at: Timestamp(seconds: 1))
    file.content = FileContent(
      sha256: stored.digest.hex, size: stored.size, mimeType: "application/zip")
    try await gateway.store.add(file)
    return stored.digest
  }

  private static func path(in gateway: Gateway) async throws -> String {
    "/v1/attachments/\(try await gateway.client.attachment(of: bytes))/content"
  }

  /// How many descriptors of this process are open on a file.
  private static func readers(of path: String) throws -> Int {
    let folder = "/proc/self/fd"
    return try FileManager.default.contentsOfDirectory(atPath: folder).count { name in
      // Others open and close theirs meanwhile.
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")) == path
    }
  }
}
