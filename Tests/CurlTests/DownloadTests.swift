import AdapterKit
import Curl
import EventModel
import Foundation
import ProgramTesting
import Testing

/// A body that goes to a file takes the room of a file and none of memory.
@Suite(.timeLimit(.minutes(1)))
struct DownloadTests {
  @Test func writesASuccessToItsFileAndTellsItsDigest() async throws {
    let script = ScriptedServer.Script.always(answer("200 OK", "abc"))
    try await withFile(script) { curl, request, path in
      let response = try await curl.perform(request)

      #expect(response.body.isEmpty)
      #expect(response.file?.size == 3)
      #expect(response.file?.sha256 == Digest.sha256("abc".utf8))
      #expect(try contents(of: path) == "abc")
    }
  }

  @Test func writesAnEmptyFileOfAnEmptyBody() async throws {
    try await withFile(.always(answer("200 OK"))) { curl, request, path in
      let response = try await curl.perform(request)

      #expect(response.file == .init(size: 0, sha256: Digest.sha256([])))
      #expect(try contents(of: path) == "")
    }
  }

  @Test func keepsAnErrorsPageInMemoryAndCutsIt() async throws {
    let page = answer("404 Not Found", String(repeating: "x", count: 5000))
    try await withFile(.always(page)) { curl, request, path in
      var brief = request
      brief.largestAnswer = 10
      let response = try await curl.perform(brief)

      #expect(response.status == 404)
      #expect(response.body == Array("xxxxxxxxxx".utf8))
      #expect(response.file == nil)
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  /// The first says how long it is; the second does not, and goes on for 2 GiB.
  @Test(
    arguments: [
      [
        .say("HTTP/1.1 200 OK\r\nContent-Length: \(2 << 30)\r\n\r\n"), .pour(2 << 30),
      ],
      [.say("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"), .pour(2 << 30)],
    ] as [[ScriptedServer.Act]])
  func endsAFileThatIsTooLarge(_ acts: [ScriptedServer.Act]) async throws {
    try await withFile(ScriptedServer.Script { _ in acts }, atMost: 256 << 20) {
      curl, request, path in
      let before = try peakMemory()
      let failure = try await curl.failure(of: request)

      #expect(
        failure
          == .rejected(DeliveryError(.fileTooLarge, "The file is longer than \(256 << 20) bytes")))
      #expect(!FileManager.default.fileExists(atPath: path))
      #expect(try peakMemory() - before < 128 << 20)
    }
  }

  @Test func takesAFileOfExactlyTheLimit() async throws {
    try await withFile(.always(answer("200 OK", "0123456789")), atMost: 10) { curl, request, _ in
      let response = try await curl.perform(request)

      #expect(response.file?.size == 10)
    }
  }

  @Test func leavesNothingOfAFileThatWasCutOff() async throws {
    let script = ScriptedServer.Script.always(
      .say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), .close)
    try await withFile(script) { curl, request, path in
      let failure = try await curl.failure(of: request)

      #expect(failure.isUncertain)
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func overwritesNoFile() async throws {
    try await withFile(.always(answer("200 OK", "abc"))) { curl, request, path in
      try Data("mine".utf8).write(to: URL(filePath: path))
      let failure = try await curl.failure(of: request)

      #expect(failure.error?.kind == .downloadFailed)
      #expect(try contents(of: path) == "mine")
    }
  }

  @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"])
  func endsAnAnswerThatOnlyTrickles(_ whole: String) async throws {
    var limits = CurlLimits()
    limits.longestStall = .seconds(2)
    let script = ScriptedServer.Script.always(
      .say(whole), .trickle("HTTP/1.1 200 OK\r\nX-Slow: " + String(repeating: "x", count: 900)))
    try await withFile(script, limits) { curl, request, path in
      let start = ContinuousClock.now
      let failure = try await curl.failure(of: request)

      #expect(failure.error?.kind == .timeout)
      #expect(ContinuousClock.now - start < .seconds(20))
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func asksForNoContentCoding() async throws {
    try await ScriptedServer.answering(by: .always(answer("200 OK", "abc"))) { server in
      let folder = try ScratchFolder()
      defer { folder.remove() }
      var request = try TransferRequest(to: server)
      request.destination = .file("\(folder.path)/file", atMost: 100)
      request.headers = [("Range", "bytes=0-2")]
      let asking = request
      try await withCurl { _ = try await $0.perform(asking) }

      #expect(server.requests.first?.lowercased().contains("accept-encoding") == false)
      #expect(server.requests.first?.contains("\r\nRange: bytes=0-2\r\n") == true)
    }
  }

  private func withFile(
    _ script: ScriptedServer.Script, atMost limit: Int = 1 << 20,
    _ limits: CurlLimits = CurlLimits(),
    _ body: (CurlTransport, TransferRequest, String) async throws -> Void
  ) async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    try await ScriptedServer.answering(by: script) { server in
      var request = try TransferRequest(to: server)
      request.destination = .file("\(folder.path)/file", atMost: limit)
      let asking = request
      try await withCurl(limits) { try await body($0, asking, "\(folder.path)/file") }
    }
  }
}

func contents(of path: String) throws -> String {
  try String(contentsOfFile: path, encoding: .utf8)
}

/// The most memory that this process ever held, in bytes.
func peakMemory() throws -> Int {
  let line = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    .split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  let words = try #require(line?.split { $0 == " " || $0 == "\t" })
  return try #require(Int(words[1])) << 10
}
