import Foundation
import JSON
import NIOCore
import NIOHTTP1
import NIOPosix
import PlatformSimulator
import ProgramTesting
import Testing

/// Files and addresses that callers should not have given us.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct HostileUploadTests {
  static let privateAddresses = [
    "http://127.0.0.1:PORT/files/secret", "http://localhost:PORT/files/secret",
    "http://[::1]:PORT/", "http://[::ffff:127.0.0.1]:PORT/", "http://0.0.0.0:PORT/",
    "http://2130706433:PORT/", "http://127.1:PORT/", "http://10.0.0.1/", "http://192.168.0.1/",
    "http://172.16.5.5/", "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/",
    "http://[fd00::1]/", "http://100.64.0.1/", "http://user:word@127.0.0.1:PORT/",
    "file:///etc/passwd", "gopher://127.0.0.1:PORT/_x", "ftp://127.0.0.1/x", "dict://127.0.0.1/",
  ]

  @Test func noAddressOfOursIsFetchedForACaller() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let port = try await stage.simulator.port
      let before = stage.simulator.calls().count
      for address in Self.privateAddresses {
        let url = address.replacing("PORT", with: "\(port)")
        let answer = try await stage.api.call(
          .POST, "/v1/attachments", ["url": .string(url)])
        #expect((400..<500).contains(answer.status), "\(url): \(answer.status) \(answer.text)")
        #expect(try answer.json["detail"]?.string?.isEmpty == false, "\(url): \(answer.text)")
        #expect(!answer.text.contains("root:"), "\(url)")
      }
      #expect(stage.simulator.calls().count == before, "somebody was asked")
    }
  }

  @Test func aMessageWithSuchAnAddressFailsAndSaysWhy() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let talk = try await stage.talk(on: .telegramWebhook)
      let port = try await stage.simulator.port
      let file: JSONValue = [
        "url": .string("http://127.0.0.1:\(port)/files/secret"), "type": "document",
      ]
      let path = "/v1/dialogs/\(talk.dialog)/messages"
      let answer = try await stage.api.call(
        .POST, path, ["content": "look", "attachments": [file]])
      if answer.status == 202 {
        let event = try await stage.api.ended(try answer.json["event"]?.id ?? "")
        #expect(event.sending == "failed")
        #expect(event.errorType == "media.download_failed", "\(event["error"] ?? .null)")
        #expect(event["error"]?["message"]?.string?.isEmpty == false)
      } else {
        #expect((400..<500).contains(answer.status), "\(answer.text)")
      }
      #expect(try await talk.arrived().isEmpty)
    }
  }

  static let hostileNames = [
    "../../../../tmp/e2e-escaped.txt", "..\\..\\e2e-escaped.txt", "/etc/e2e-escaped",
    "a\u{1}b.txt", "page.html\u{202E}txt.exe", ".", "..", "",
    String(repeating: "x", count: 5_000) + ".txt", "%2e%2e%2fe2e-escaped.txt",
    "CON", "x;filename*=UTF-8''e2e-escaped", "файл «отчёт».pdf",
  ]

  @Test func aNameLeadsNowhere() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      for name in Self.hostileNames {
        let answer = try await stage.api.upload(
          Array("<script>alert(1)</script>".utf8), named: name, as: "text/html")
        #expect(answer.status == 201 || (400..<500).contains(answer.status), "\(name)")
        guard answer.status == 201 else { continue }
        let file = try answer.json
        let kept = file["file_name"]?.string ?? ""
        let isSafe = kept.unicodeScalars.allSatisfy {
          $0.value >= 0x20 && $0 != "/" && $0 != "\\" && $0 != "\u{202E}"
        }
        #expect(isSafe, "\(name) became \(kept)")
        #expect(kept != "." && kept != ".." && kept.utf8.count <= 255, "\(name)")
        let content = try await stage.api.ask("/v1/attachments/\(file.id)/content")
        #expect(content.status == 200)
        #expect(content.headers.first(name: "X-Content-Type-Options") == "nosniff")
        #expect(
          content.headers.first(name: "Content-Security-Policy")?.contains("sandbox") == true)
        let shown = content.headers.first(name: "Content-Disposition") ?? ""
        #expect(shown.hasPrefix("attachment"), "\(name): \(shown)")
        #expect(shown.utf8.allSatisfy { (0x20..<0x7F).contains($0) }, "\(name): \(shown)")
      }
      #expect(!FileManager.default.fileExists(atPath: "/tmp/e2e-escaped.txt"))
      let files = FileManager.default.enumerator(atPath: stage.daemon.folder.path)
      let names = files?.compactMap { $0 as? String } ?? []
      #expect(!names.isEmpty && !names.contains { $0.contains("escaped") })
    }
  }

  @Test func aHeaderInANameEndsTheRequest() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let answer = try await stage.api.upload(
        [1], named: "x\"\r\nSet-Cookie: a=b\r\n\r\nbody", as: "text/plain")
      #expect(answer.status == 201 || (400..<500).contains(answer.status))
      #expect(!answer.headers.contains(name: "Set-Cookie"))
    }
  }

  @Test func twoGigabytesAreRefusedBeforeTheyAreRead() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let type = ("Content-Type", "multipart/form-data; boundary=b")
      let announced = try await stage.api.client.ask(
        .POST, "/v1/attachments", [type, ("Content-Length", "\(2 << 30)")])
      #expect(announced.status == 413, "\(announced.text)")
      #expect(try announced.json["code"] == "payload_too_large")

      // Counted by the kernel: what is written has been taken, but for the buffers of two sockets.
      let part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n"
      let length = String(part.utf8.count, radix: 16)
      let start = "\(Self.head(of: stage))\(length)\r\n\(part)\r\n"
      let caller = RawCaller(port: stage.api.client.port)
      let streamed = try await NIOThreadPool.singleton.runIfActive {
        try caller.say(start, chunks: (2 << 30) / (64 << 10))
      }
      #expect(streamed.answer.hasPrefix("HTTP/1.1 413 "), "\(streamed.answer)")
      #expect(streamed.poured < 72 << 20, "\(streamed.poured) bytes were taken")
      try await eventually("nothing of it is kept") {
        try stage.daemon.size < 64 << 20
      }
      #expect(try await stage.api.ask("/readyz").status == 200)
    }
  }

  private static func head(of stage: Stage) -> String {
    let fields =
      stage.api.client.headers + [
        ("Host", "127.0.0.1"), ("Transfer-Encoding", "chunked"),
        ("Content-Type", "multipart/form-data; boundary=b"),
      ]
    let lines = fields.map { "\($0.0): \($0.1)\r\n" }.joined()
    return "POST /v1/attachments HTTP/1.1\r\n\(lines)\r\n"
  }
}
