import Foundation
import JSON
import Media
import NIOHTTP1
import NIOPosix
import ProgramTesting
import Testing

@testable import Gateway

/// Files that callers bring, as programs send them and as nobody should.
struct AttachmentUploadTests {
  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]

  @Test func anUploadIsKeptAndDescribed() async throws {
    try await Gateway.run { gateway in
      let made = try await gateway.client.upload(Form(file: Self.png, named: "Кот 1.png"))
      let file = try made.json
      #expect(made.status == 201)
      #expect(file["type"].string == "photo" && file["mime_type"].string == "image/png")
      #expect(file["file_name"].string == "Кот 1.png" && file["file_size"].int == 11)
      #expect(file["sha256"].string?.count == 64 && file["upload_status"].string == "ready")
      let id = try #require(file["id"].string)
      #expect(made.headers["Location"] == ["/v1/attachments/\(id)"])

      let shown = try await gateway.client.get("/v1/attachments/\(id)")
      #expect(shown.status == 200 && shown.body == made.body)
      let content = try await gateway.client.get("/v1/attachments/\(id)/content")
      #expect(content.body == Self.png)
    }
  }

  @Test func theFormMayNameTheFileAndItsKind() async throws {
    try await Gateway.run { gateway in
      var form = Form()
      form.add("file", Self.png, fileName: "a.png", type: "audio/ogg")
      form.add("type", Array("voice".utf8))
      form.add("file_name", Array("note.ogg".utf8))
      form.end()
      let file = try await gateway.client.upload(form).json

      #expect(file["type"].string == "voice" && file["mime_type"].string == "audio/ogg")
      #expect(file["file_name"].string == "note.ogg")
    }
  }

  @Test(arguments: [
    ("../../etc/passwd", "passwd"), ("..", "file"), ("a\u{0}b.txt", "ab.txt"),
    ("\u{202E}gpj.exe", "gpj.exe"), ("C:\\\\Temp\\\\CON", "_CON"), ("", "file"),
    (String(repeating: "я", count: 3_000) + ".png", nil),
  ])
  func aHostileNameIsMadeHarmless(name: String, kept: String?) async throws {
    try await Gateway.run { gateway in
      let id = try await gateway.client.attachment(of: [1], named: name)
      let file = try await gateway.client.get("/v1/attachments/\(id)").json
      let shown = try #require(file["file_name"].string)
      if let kept { #expect(shown == kept) }
      #expect(shown.utf8.count <= FileName.longest)
      let content = try await gateway.client.get("/v1/attachments/\(id)/content")
      let header = try #require(content.headers["Content-Disposition"].first)
      #expect(content.status == 200 && header.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    }
  }

  @Test func aHeadOfTenThousandBytesIsRefused() async throws {
    try await Gateway.run { gateway in
      let name = String(repeating: "x", count: 10_000)
      let answer = try await gateway.client.upload(Form(file: [1], named: name))

      #expect(answer.status == 422)
    }
  }

  @Test func anEmptyFileIsAFile() async throws {
    try await Gateway.run { gateway in
      let id = try await gateway.client.attachment(of: [])
      let content = try await gateway.client.get(
        "/v1/attachments/\(id)/content", [("Range", "bytes=0-")])

      #expect(content.status == 416 && content.headers["Content-Range"] == ["bytes */0"])
      let whole = try await gateway.client.get("/v1/attachments/\(id)/content")
      #expect(whole.status == 200 && whole.body.isEmpty)
      #expect(whole.headers["Content-Length"] == ["0"])
    }
  }

  @Test func aFormThatIsNotWhatItShouldBeIsRefused() async throws {
    try await Gateway.run { gateway in
      var none = Form()
      none.add("type", Array("photo".utf8))
      none.end()
      var two = Form()
      two.add("file", [1], fileName: "a")
      two.add("file", [2], fileName: "b")
      two.end()
      var open = Form()
      open.add("file", [1, 2, 3], fileName: "a")
      var strange = Form()
      strange.add("files", [1], fileName: "a")
      strange.end()
      var kind = Form()
      kind.add("file", [1], fileName: "a")
      kind.add("type", Array("poll".utf8))
      kind.end()
      let cases = [
        (none, "#/file"), (two, "#/file"), (open, "#"), (strange, "#/files"), (kind, "#/type"),
      ]
      for (form, pointer) in cases {
        let answer = try await gateway.client.upload(form)
        #expect(answer.status == 422, "\(pointer)")
        #expect(try answer.pointers == [pointer])
      }
      #expect(await gateway.files.total == 0)
    }
  }

  @Test func anotherTypeIsRefused() async throws {
    try await Gateway.run { gateway in
      let types = [
        ("image/png", 415), ("multipart/mixed; boundary=xyzzy", 415),
        ("multipart/form-data", 422), ("application/json", 400),
      ]
      for (type, status) in types {
        let answer = try await gateway.client.ask(
          .POST, "/v1/attachments", [("Content-Type", type)], body: Form(file: [1]).bytes)
        #expect(answer.status == status, "\(type)")
      }
    }
  }

  @Test func aFileMayBeAsLongAsTheLimitAndNoLonger() async throws {
    try await Gateway.run { gateway in
      let most = Int(Gateway.largestFile)
      let whole = try await gateway.client.upload(Form(file: .init(repeating: 7, count: most)))
      #expect(whole.status == 201)
      let longer = try await gateway.client.upload(
        Form(file: .init(repeating: 7, count: most + 1)))
      #expect(longer.status == 413)
      #expect(try longer.code == "payload_too_large")
      #expect(longer.headers["Connection"] == ["close"])
      #expect(await gateway.files.total == Gateway.largestFile)
    }
  }

  @Test func twoGigabytesAreRefusedBeforeTheyCome() async throws {
    try await Gateway.run { gateway in
      let caller = RawCaller(port: try #require(gateway.port))
      let head = Self.head("Content-Length: 2147483648")
      let announced = try await NIOThreadPool.singleton.runIfActive { try caller.say(head) }
      #expect(announced.answer.hasPrefix("HTTP/1.1 413 "), "\(announced.answer)")
      #expect(announced.answer.contains("a file may have 300000 bytes"))

      let part = "--xyzzy\r\nContent-Disposition: form-data; name=file\r\n\r\n"
      let length = String(part.utf8.count, radix: 16)
      let start = "\(Self.head("Transfer-Encoding: chunked"))\(length)\r\n\(part)\r\n"
      let streamed = try await NIOThreadPool.singleton.runIfActive {
        try caller.say(start, chunks: 32_768)
      }
      #expect(streamed.answer.hasPrefix("HTTP/1.1 413 "), "\(streamed.answer)")
      #expect(streamed.poured < 64 << 20)
      #expect(try await gateway.client.get("/readyz").status == 200)
      #expect(await gateway.files.total == 0)
    }
  }

  @Test func anUploadThatIsCutLeavesNothing() async throws {
    try await Gateway.run { gateway in
      let caller = RawCaller(port: try #require(gateway.port))
      let part = "--xyzzy\r\nContent-Disposition: form-data; name=file\r\n\r\nabc"
      let incoming = URL(filePath: gateway.files.newPath()).deletingLastPathComponent().path
      let files = { try FileManager.default.contentsOfDirectory(atPath: incoming) }
      try await caller.holding(Self.head("Content-Length: 1000") + part) {
        try await Gateway.eventually { try files().count == 1 }
      }
      try await Gateway.eventually { try files().isEmpty }
      #expect(await gateway.files.total == 0)
      #expect(try await gateway.client.get("/readyz").status == 200)
    }
  }

  @Test func aKeyMakesOneAttachment() async throws {
    try await Gateway.run { gateway in
      let key = ("Idempotency-Key", "k-1")
      let first = try await gateway.client.upload(Form(file: [1, 2], named: "a.bin"), [key])
      let again = try await gateway.client.upload(Form(file: [1, 2], named: "a.bin"), [key])
      let other = try await gateway.client.upload(Form(file: [3], named: "a.bin"), [key])

      #expect(first.status == 201 && first.headers["Idempotency-Replayed"].isEmpty)
      #expect(again.status == 201 && again.body == first.body)
      #expect(again.headers["Idempotency-Replayed"] == ["true"])
      #expect(try other.code == "idempotency_key_reused")
      var sender = gateway.client
      sender.authorization = "Bearer \(Gateway.sender)"
      let elsewhere = try await sender.upload(Form(file: [1, 2], named: "a.bin"), [key])
      #expect(elsewhere.status == 201 && elsewhere.headers["Idempotency-Replayed"].isEmpty)
    }
  }

  @Test func ofTwoAtOnceUnderOneKeyOneIsKept() async throws {
    try await Gateway.run { gateway in
      let key = ("Idempotency-Key", "k-2")
      let answers = try await withThrowingTaskGroup(of: (UInt8, Client.Answer).self) { group in
        for byte in UInt8(1)...8 {
          group.addTask {
            (byte, try await gateway.client.upload(Form(file: [byte], named: "a.bin"), [key]))
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }

      let made = answers.filter { $0.1.status == 201 }
      try #require(made.count == 1)
      for (_, answer) in answers where answer.status != 201 {
        #expect(try answer.code == "idempotency_key_reused")
      }
      let id = try made[0].1.json["id"].text ?? ""
      let content = try await gateway.client.get("/v1/attachments/\(id)/content")
      #expect(content.body == [made[0].0])
    }
  }

  @Test func scopesDecide() async throws {
    try await Gateway.run { gateway in
      let id = try await gateway.client.attachment(of: [1])
      var (reader, sender) = (gateway.client, gateway.client)
      reader.authorization = "Bearer \(Gateway.reader)"
      sender.authorization = "Bearer \(Gateway.sender)"
      for path in ["/v1/attachments/\(id)", "/v1/attachments/\(id)/content"] {
        #expect(try await reader.get(path).status == 200)
        #expect(try await sender.get(path).status == 403)
      }
      #expect(try await reader.ask(.HEAD, "/v1/attachments/\(id)/content").status == 200)
      #expect(try await reader.upload(Form(file: [1])).status == 403)
      #expect(try await sender.upload(Form(file: [1])).status == 201)
      #expect(try await reader.post("/v1/attachments/\(id)/refetch", "").status == 403)
    }
  }

  private static func head(_ framing: String) -> String {
    """
    POST /v1/attachments HTTP/1.1\r
    Host: gateway\r
    Authorization: Bearer \(Gateway.key)\r
    Content-Type: multipart/form-data; boundary=xyzzy\r
    \(framing)\r
    \r\n
    """
  }
}
