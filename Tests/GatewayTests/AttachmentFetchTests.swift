import AdapterKit
import Curl
import EventModel
import Foundation
import JSON
import Media
import NIOHTTP1
import SQLiteStore
import Store
import Testing

@testable import Gateway

/// Files that are fetched while a caller waits.
struct AttachmentFetchTests {
  private static let url = "https://files.example/a/%D0%BA%D0%BE%D1%82.gif?x=1"

  @Test func whatAnAddressGivesIsKept() async throws {
    let hosts = FakePlatform()
    hosts.answer(.file(Array("GIF89a".utf8), type: "image/gif; q=1"), at: Self.url)
    try await Gateway.run(over: hosts) { gateway in
      let key = ("Idempotency-Key", "u-1")
      let body = #"{"url": "\#(Self.url)"}"#
      let made = try await gateway.client.post("/v1/attachments", body, [key])
      let file = try made.json
      #expect(made.status == 201)
      #expect(file["type"].string == "photo" && file["mime_type"].string == "image/gif")
      #expect(file["file_name"].string == "кот.gif" && file["file_size"].int == 6)

      let again = try await gateway.client.post("/v1/attachments", body, [key])
      #expect(again.body == made.body && again.headers["Idempotency-Replayed"] == ["true"])
      let asked = hosts.requests
      #expect(asked.count == 1)
      #expect(asked.allSatisfy { $0.trust == .strangers && $0.followsRedirects })
      let other = try await gateway.client.post(
        "/v1/attachments", #"{"url": "https://files.example/b"}"#, [key])
      #expect(try other.code == "idempotency_key_reused")
    }
  }

  @Test func theCallerMayNameIt() async throws {
    let hosts = FakePlatform()
    hosts.answer(.file([1], type: "application/octet-stream"), at: Self.url)
    try await Gateway.run(over: hosts) { gateway in
      let body = #"{"url": "\#(Self.url)", "file_name": "../n.ogg", "type": "voice"}"#
      let file = try await gateway.client.post("/v1/attachments", body).json

      #expect(file["file_name"].string == "n.ogg" && file["type"].string == "voice")
    }
  }

  @Test func failuresSayWhy() async throws {
    let hosts = FakePlatform()
    let slow = DeliveryError(.timeout, "The time is over")
    let cases: [(FakePlatform.Answer, Int, String)] = [
      (.status(404), 422, "the address answers 404"),
      (.status(500), 422, "the address answers 500"),
      (.failure(.unavailable(slow)), 422, "The time is over"),
      (.failure(.uncertain(slow)), 422, "The time is over"),
      (.file(.init(repeating: 1, count: 300_001), type: "x/y"), 413, "300000 bytes"),
    ]
    try await Gateway.run(over: hosts) { gateway in
      for (answer, status, words) in cases {
        hosts.answer(answer, at: Self.url)
        let refused = try await gateway.client.post(
          "/v1/attachments", #"{"url": "\#(Self.url)"}"#)
        #expect(refused.status == status)
        #expect(String(decoding: refused.body, as: UTF8.self).contains(words))
      }
      #expect(await gateway.files.total == 0)
    }
  }

  @Test func aBodyThatIsWrongIsRefused() async throws {
    try await Gateway.run { gateway in
      let cases = [
        (#"{}"#, "#/url"), (#"{"url": "ftp://files.example/a"}"#, "#/url"),
        (#"{"url": "https://a.example/", "type": "poll"}"#, "#/type"),
        (#"{"url": "https://a.example/", "size": 5}"#, "#/size"),
      ]
      for (body, pointer) in cases {
        let answer = try await gateway.client.post("/v1/attachments", body)
        #expect(answer.status == 422)
        #expect(try answer.pointers == [pointer])
      }
    }
  }

  /// The addresses that the guard of libcurl is tried with; those of names would ask a resolver.
  private static func privateAddresses() throws -> [String] {
    let list = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "CurlTests/ssrf-urls.txt")
    let lines = try String(contentsOf: list, encoding: .utf8).split(separator: "\n")
    return lines.compactMap { line in
      let fields = line.split(separator: "\t").map(String.init)
      return fields.count == 3 && fields[0].hasPrefix("deny") ? fields[1] : nil
    }
  }

  @Test(.timeLimit(.minutes(2))) func nothingPrivateIsReached() async throws {
    let multi = CurlMulti(CurlLimits())
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await multi.run() }
      defer { group.cancelAll() }
      try await Gateway.run(over: CurlTransport(over: multi)) { gateway in
        let addresses = try Self.privateAddresses()
        #expect(addresses.count > 60)
        let own = "http://127.0.0.1:\(gateway.port ?? 0)/healthz"
        for address in addresses + [own] {
          let body = JSONFragment.object { $0.member("url", address) }
          let answer = try await gateway.client.ask(
            .POST, "/v1/attachments", [("Content-Type", "application/json")], body: body.bytes)
          #expect(answer.status == 422, "\(address)")
          #expect(try answer.pointers == ["#/url"], "\(address)")
        }
        #expect(await gateway.files.total == 0)
      }
    }
  }

  @Test func aProxiedFileIsFetchedForEveryReaderAndKeptByNobody() async throws {
    let platform = FakePlatform()
    platform.answer(.file(Array("secret picture".utf8), type: "image/png"), at: Self.secretURL)
    try await Gateway.run(over: platform) { gateway in
      try await gateway.store.add(Self.proxied)
      for number in 1...2 {
        let answer = try await gateway.client.get(
          "/v1/attachments/far/content", [("Range", "bytes=7-")])
        #expect(answer.status == 206)
        #expect(String(decoding: answer.body, as: UTF8.self) == "picture")
        #expect(platform.requests.count == number)
        Self.expectNoSecret(answer)
      }
      let tag = try await gateway.client.ask(.HEAD, "/v1/attachments/far/content")
        .headers["ETag"]
      #expect(tag.first?.utf8.count == 66)
      let shown = try await gateway.client.get("/v1/attachments/far")
      #expect(try shown.json["storage_url"].string == "/v1/attachments/far/content")
      #expect(try !shown.json["upload_status"].exists)
      Self.expectNoSecret(shown)
      #expect(await gateway.files.total == 0)
    }
  }

  @Test func whatAPlatformSaysOfAFileStaysHere() async throws {
    let platform = FakePlatform()
    let error = DeliveryError(.downloadFailed, "no answer of \(Self.secretURL)")
    let cases: [(FakePlatform.Answer, Int)] = [
      (.failure(.unavailable(error)), 503), (.failure(.rejected(error)), 410), (.status(404), 410),
      (.status(502), 503),
    ]
    try await Gateway.run(over: platform) { gateway in
      try await gateway.store.add(Self.proxied)
      for (answer, status) in cases {
        platform.answer(answer, at: Self.secretURL)
        let refused = try await gateway.client.get("/v1/attachments/far/content")
        #expect(refused.status == status)
        Self.expectNoSecret(refused)
      }
    }
  }

  private static let secretURL = "https://platform.example/bot123:SECRET/file"

  private static var proxied: CatalogedFile {
    var file = CatalogedFile("far", .photo, .proxied, at: Timestamp(seconds: 1_780_740_000))
    file.channel = Gateway.shop
    file.source = JSONFragment.object { $0.member("url", secretURL) }
    return file
  }

  private static func expectNoSecret(_ answer: Client.Answer) {
    let words = String(decoding: answer.body, as: UTF8.self) + "\(answer.headers)"
    #expect(!words.contains("SECRET") && !words.contains("platform.example"))
  }
}

/// Its files are where their sources say.
extension FakeAdapter: FileFetching {
  func request(
    for source: JSONFragment, over transport: some Transport
  ) async throws(SendFailure) -> TransferRequest {
    guard let text = try? source.parsed()["url"].string, let url = WireText(text) else {
      throw .rejected(DeliveryError(.downloadFailed, "there is no address"))
    }
    return TransferRequest(.get, url)
  }
}
