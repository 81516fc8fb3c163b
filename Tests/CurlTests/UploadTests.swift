import AdapterKit
import Curl
import EventModel
import Foundation
import ProgramTesting
import Testing

/// Bodies that are files, and forms with files in them.
@Suite(.timeLimit(.minutes(1)))
struct UploadTests {
  @Test func sendsAFileAsItIs() async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    try Data("<da>\n".utf8).write(to: URL(filePath: "\(folder.path)/file"))
    let request = try await sent(.file("\(folder.path)/file", contentType: "text/xml"))

    #expect(request.hasPrefix("POST / HTTP/1.1\r\n"))
    #expect(request.contains("\r\nContent-Type: text/xml\r\n"))
    #expect(request.hasSuffix("\r\n\r\n<da>\n"))
  }

  @Test func sendsAFormOfFieldsAndFiles() async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    try Data("мяу".utf8).write(to: URL(filePath: "\(folder.path)/file"))
    let request = try await sent(
      .form([
        FormPart("chat_id", "42"),
        FormPart("empty", ""),
        FormPart(
          "photo", .file("\(folder.path)/file"), fileName: "кот.jpg", contentType: "image/jpeg"),
        FormPart("note", .bytes(Array("да".utf8)), fileName: "n.txt"),
      ]))

    #expect(request.contains("\r\nContent-Type: multipart/form-data; boundary="))
    #expect(
      request.contains("\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n42\r\n--"))
    #expect(request.contains("\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--"))
    #expect(
      request.contains(
        "\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"кот.jpg\"\r\n"
          + "Content-Type: image/jpeg\r\n\r\nмяу\r\n--"))
    #expect(request.contains("; name=\"note\"; filename=\"n.txt\"\r\n"))
  }

  @Test func letsNoNameOutOfItsQuotationMarks() async throws {
    let hostile: WireText = #"a"; name="chat_id"; x="\"% кот.png"#
    let request = try await sent(.form([FormPart(hostile, .bytes([1]), fileName: hostile)]))

    let escaped = #"a%22; name=%22chat_id%22; x=%22\%22% кот.png"#
    #expect(
      request.contains(
        "\r\nContent-Disposition: form-data; name=\"\(escaped)\"; filename=\"\(escaped)\"\r\n"))
  }

  @Test(arguments: ["a\r\nX: y", "a\u{0}b", "a\nb", "\u{7F}"])
  func takesNoNameWithControls(_ name: String) {
    #expect(WireText(name) == nil)
  }

  @Test(arguments: [false, true]) func streamsALargeFile(_ isForm: Bool) async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let path = "\(folder.path)/large"
    let size = 256 << 20
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    #expect(truncate(path, off_t(size)) == 0)
    let script = ScriptedServer.Script.always()
    try await ScriptedServer.answering(by: script, framing: .heads) { server in
      var request = try TransferRequest(to: server)
      request.method = .post
      request.body =
        isForm
        ? .form([FormPart("file", .file(path), fileName: "f")])
        : .file(path, contentType: "application/octet-stream")
      let posting = request
      let before = try peakMemory()
      try await withCurl { curl in
        try await withThrowingTaskGroup { group in
          group.addTask { _ = try await curl.failure(of: posting) }
          try await until { server.bytes > size }
          group.cancelAll()
        }
      }

      #expect(try peakMemory() - before < 128 << 20)
    }
  }

  @Test func takesAnAnswerThatCameBeforeTheEnd() async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let path = "\(folder.path)/large"
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    #expect(truncate(path, 64 << 20) == 0)
    let early = ScriptedServer.Script.always(answer("413 Too Large", "no"))
    try await ScriptedServer.answering(by: early, framing: .heads) { server in
      var request = try TransferRequest(to: server)
      request.method = .post
      request.body = .file(path, contentType: "video/mp4")
      let posting = request
      let response = try await withCurl { try await $0.perform(posting) }

      #expect(response.status == 413)
      #expect(response.body == Array("no".utf8))
    }
  }

  @Test func rejectsAFileThatIsNotThere() async throws {
    try await ScriptedServer.answering(by: .always(answer("200 OK"))) { server in
      var requests: [TransferRequest] = []
      for body: TransferRequest.Body in [
        .file("/nowhere/at/all", contentType: "text/plain"),
        .file("/", contentType: "text/plain"),
        .form([FormPart("a", "b"), FormPart("f", .file("/nowhere/at/all"))]),
      ] {
        var request = try TransferRequest(to: server)
        request.method = .post
        request.body = body
        requests.append(request)
      }
      let posting = requests
      let kinds = try await withCurl { curl in
        var failures: [SendFailure] = []
        for request in posting { failures.append(try await curl.failure(of: request)) }
        return failures.map(\.rejection?.kind)
      }

      #expect(kinds == Array(repeating: EventError.Kind.uploadFailed, count: 3))
      #expect(server.requests.isEmpty)
    }
  }

  @Test func endsTheRequestWhenTheFileShrinks() async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let path = "\(folder.path)/large"
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    #expect(truncate(path, 1 << 30) == 0)
    try await ScriptedServer.answering(by: .always(), framing: .heads) { server in
      var request = try TransferRequest(to: server)
      request.method = .post
      request.body = .file(path, contentType: "video/mp4")
      let posting = request
      try await withCurl { curl in
        let failure = try await withThrowingTaskGroup { group in
          group.addTask { try await curl.failure(of: posting) }
          try await until { server.bytes > 0 }
          #expect(truncate(path, 1) == 0)
          return try await group.next()
        }

        #expect(failure?.isUncertain == true)
      }
    }
  }

  /// What arrives of a POST with that body.
  private func sent(_ body: TransferRequest.Body) async throws -> String {
    try await ScriptedServer.answering(by: .always(answer("200 OK"))) { server in
      var request = try TransferRequest(to: server)
      request.method = .post
      request.body = body
      let posting = request
      _ = try await withCurl { try await $0.perform(posting) }
      return try #require(server.requests.first)
    }
  }
}

extension SendFailure {
  /// Why it is no, and will be no again.
  var rejection: DeliveryError? { if case .rejected(let error) = self { error } else { nil } }
}
