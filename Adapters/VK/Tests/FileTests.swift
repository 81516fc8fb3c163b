import AdapterKit
import AdapterTesting
import EventModel
import FoundationEssentials
import JSON
import Testing
import VKAdapter

/// A file in the store of a test.
private struct Stored: ~Copyable {
  let path: String

  init(_ text: String) throws {
    path = FileManager.default.temporaryDirectory.path + "/vk-\(UUID().uuidString)"
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String, _ type: String, size: Int64 = 4) -> StoredFile {
    StoredFile(
      path: path, size: size, sha256: String(repeating: "0", count: 64), name: name, mimeType: type)
  }
}

@Suite struct UploadTests {
  private static let server = ScriptedTransport.Answer.json(
    #"{"response":{"upload_url":"https://pu.vk.ru/c1/ss2/upload.php?act=do_add","album_id":-64}}"#)
  private static let taken = ScriptedTransport.Answer.json(
    #"{"server":856132,"photo":"[{\"photo\":\"1\"}]","hash":"e0b7"}"#)
  private static let kept = ScriptedTransport.Answer.json(
    #"{"response":[{"id":457239017,"owner_id":-222000111,"access_key":"6f1d"}]}"#)
  private static let doc = ScriptedTransport.Answer.json(
    #"{"response":{"type":"doc","doc":{"id":7,"owner_id":-222000111,"title":"a"}}}"#)

  private func upload(
    _ file: StoredFile, as purpose: String, to peer: Int64 = 500_100_200,
    _ transport: ScriptedTransport, _ more: String = ""
  ) async throws -> String {
    let use = FileUse("6931", as: purpose)
    var part = try VKAdapter.text(to: peer)
    part.files = [use]
    return try await VKAdapter.shop(more).upload(ReadyFile(use, file), for: part, over: transport)
  }

  private func failure(
    _ purpose: String, _ answers: ScriptedTransport.Answer..., size: Int64 = 4
  ) async throws -> String? {
    let stored = try Stored("PNG!")
    let file = stored.file("a.png", "image/png", size: size)
    return await #expect(throws: SendFailure.self) {
      try await upload(file, as: purpose, ScriptedTransport(answers))
    }?.summary
  }

  @Test func aPhotoTakesThreeSteps() async throws {
    let stored = try Stored("PNG!")
    let transport = ScriptedTransport(Self.server, Self.taken, Self.kept)

    let name = try await upload(stored.file("кот", "image/png"), as: "photo", transport)

    let requests = transport.requests
    #expect(name == "photo-222000111_457239017_6f1d")
    #expect(
      requests.map { String($0.url.text.prefix { $0 != "?" }) } == [
        "https://api.vk.ru/method/photos.getMessagesUploadServer",
        "https://pu.vk.ru/c1/ss2/upload.php",
        "https://api.vk.ru/method/photos.saveMessagesPhoto",
      ])
    #expect(requests.map(\.isCounted) == [true, false, true])
    #expect(requests[0].bodyText.hasPrefix("peer_id=500100200&"))
    #expect(requests[1].bodyText == #"photo "кот.png" image/png = PNG!"#)
    #expect(requests[1].secrets.isEmpty)
    #expect(requests[1].trust == .strangers)
    #expect(requests[2].bodyText.contains("server=856132&hash=e0b7&"))
  }

  @Test func aDocumentAndAVoiceSayForWhomTheyAre() async throws {
    let stored = try Stored("OggS")
    let file = stored.file("voice.ogg", "audio/ogg")
    let taken = ScriptedTransport.Answer.json(#"{"file":"743|0|ogg|x"}"#)
    let documents = ScriptedTransport(Self.server, taken, Self.doc)
    let voices = ScriptedTransport(
      Self.server, taken,
      .json(
        #"{"response":{"type":"audio_message","audio_message":{"id":8,"owner_id":-222000111,"#
          + #""access_key":"k"}}}"#))

    let document = try await upload(file, as: "doc@2000000003", documents)
    let voice = try await upload(file, as: "audio_message@500100200", voices)

    #expect(document == "doc-222000111_7")
    #expect(voice == "audio_message-222000111_8_k")
    #expect(documents.requests[0].bodyText.hasPrefix("type=doc&peer_id=2000000003&"))
    #expect(documents.requests[1].bodyText.hasPrefix(#"file "voice.ogg" audio/ogg = "#))
    #expect(documents.requests[2].bodyText.hasPrefix("file=743%7C0%7Cogg%7Cx&title=voice.ogg&"))
    #expect(voices.requests[0].bodyText.hasPrefix("type=audio_message&peer_id=500100200&"))
  }

  @Test func aDocumentUnderACommentIsUploadedToTheWall() async throws {
    let stored = try Stored("text")
    let transport = ScriptedTransport(Self.server, .json(#"{"file":"1"}"#), Self.doc)

    let name = try await upload(stored.file("a.txt", "text/plain"), as: "wall_doc", transport)

    #expect(name == "doc-222000111_7")
    #expect(transport.requests[0].url.text.hasSuffix("docs.getWallUploadServer"))
    #expect(transport.requests[0].bodyText.hasPrefix("group_id=222000111&"))
  }

  @Test func aPhotoForAChatNamesNobodyFirst() async throws {
    let stored = try Stored("PNG!")
    let file = stored.file("a.png", "image/png")
    let transport = ScriptedTransport(
      .json(#"{"error":{"error_code":100,"error_msg":"peer_id"}}"#), Self.server, Self.taken,
      Self.kept)

    _ = try await upload(file, as: "photo", to: 2_000_000_003, transport)

    #expect(transport.requests[0].bodyText.hasPrefix("peer_id=0&"))
    #expect(transport.requests[1].bodyText.hasPrefix("peer_id=2000000003&"))
  }

  @Test func whatGoesWrongIsToldAsAFailureOfTheFile() async throws {
    let empty = ScriptedTransport.Answer.json(#"{"server":1,"photo":"[]","hash":"e"}"#)
    let refused = ScriptedTransport.Answer.json(
      #"{"error":"no_file","error_descr":"no file in request"}"#)
    func error(_ code: Int) -> ScriptedTransport.Answer {
      .json(#"{"error":{"error_code":\#(code),"error_msg":"No"}}"#)
    }
    let file = ScriptedTransport.Answer.json(#"{"file":"1"}"#)

    #expect(try await failure("photo", Self.server, empty) == "rejected(media.unsupported_format)")
    #expect(try await failure("doc@1", Self.server, refused) == "rejected(media.upload_failed)")
    #expect(
      try await failure("photo", Self.server, .json("", status: 413))
        == "rejected(media.file_too_large)")
    #expect(
      try await failure("photo", Self.server, .json("", status: 502))
        == "unavailable(media.upload_failed)")
    #expect(
      try await failure("photo", Self.server, .json("<html>"))
        == "unavailable(media.upload_failed)")
    #expect(
      try await failure("photo", Self.server, Self.taken, error(10))
        == "unavailable(media.upload_failed)")
    #expect(
      try await failure("photo", Self.server, Self.taken, error(100))
        == "rejected(media.upload_failed)")
    #expect(
      try await failure("audio_message@1", Self.server, file, error(10))
        == "rejected(media.unsupported_format)")
    #expect(
      try await failure("photo", error(6)) == "throttled(1 seconds, channel, delivery.rate_limit)")
    #expect(try await failure("photo", error(5)) == "unauthorized(webhook.invalid_token)")
    #expect(
      try await failure("photo", Self.server, Self.taken, .json(#"{"response":[]}"#))
        == "rejected(media.upload_failed)")
    #expect(
      try await failure("photo", size: 51 << 20) == "rejected(media.file_too_large)")
    #expect(try await failure("photo", size: 0) == "rejected(media.upload_failed)")
    #expect(try await failure("carrier_pigeon") == "rejected(media.upload_failed)")
  }

  @Test func aServerThatIsLostBeforeItAnsweredMayBeAskedAgain() async throws {
    let lost = SendFailure.uncertain(DeliveryError(.timeout, "no answer"))

    #expect(
      try await failure("photo", Self.server, .failure(lost)) == "unavailable(delivery.timeout)")
  }

  @Test(arguments: [
    "http://pu.vk.ru/upload", "file:///etc/passwd", "ftp://pu.vk.ru", "//pu.vk.ru", "https",
  ])
  func doesNotGoWhereItIsNotSafe(_ address: String) async throws {
    let failure = try await failure(
      "photo", .json(#"{"response":{"upload_url":"\#(address)"}}"#))

    #expect(failure == "rejected(media.upload_failed)")
  }

  @Test(arguments: [
    ("http://127.0.0.1:8081/upload", "http://127.0.0.1:9/base", true),
    ("https://127.0.0.1/upload", "https://api.vk.ru", false),
    ("https://127.0.0.1@api.vk.ru/upload", "https://api.vk.ru", false),
    ("https://api.vk.ru\\\\@10.0.0.1/", "https://api.vk.ru", false),
    ("http://[::1]:8081/upload", "http://[::1]:9", true),
  ])
  func trustsAPrivateHostOnlyIfItIsConfigured(
    _ address: String, _ base: String, _ isTrusted: Bool
  ) async throws {
    let stored = try Stored("PNG!")
    let server = ScriptedTransport.Answer.json(#"{"response":{"upload_url":"\#(address)"}}"#)
    let transport = ScriptedTransport(server, Self.taken, Self.kept)

    _ = try await upload(
      stored.file("a.png", "image/png"), as: "photo", transport, "api_base: '\(base)'\n")

    #expect(transport.requests[1].trust == (isTrusted ? .configured : .strangers))
  }

  @Test func namesOfUploadedFilesStandInTheMessage() async throws {
    var message = OutgoingMessage("Вот")
    var known = Attachment(.photo)
    known.platformFileID = "photo-222000111_1"
    var photo = Attachment(.photo)
    photo.id = "a"
    var document = Attachment(.document)
    document.id = "b"
    message.attachments = [photo, known, document]
    let part = try VKAdapter.planned(.message(message))
    let stored = try Stored("PNG!")
    let file = stored.file("a.png", "image/png")
    let names = ["photo-222000111_457239017_6f1d", "doc-222000111_7"]
    let ready = zip(part.files, names).map { ReadyFile($0, file, reference: $1) }
    let transport = ScriptedTransport(
      .json(#"{"response":[{"conversation_message_id":158}]}"#))

    _ = try await VKAdapter.shop().send(part, with: ready, over: transport)

    #expect(part.files.map(\.purpose) == ["photo", "doc@500100200"])
    #expect(
      transport.requests.first?.bodyText.contains(
        "&attachment=photo-222000111_457239017_6f1d%2Cphoto-222000111_1%2Cdoc-222000111_7&")
        == true)
    for wrong in [nil, "photo1_2,doc3_4", ""] {
      let failure = await #expect(throws: SendFailure.self) {
        try await VKAdapter.shop().send(
          part, with: part.files.map { ReadyFile($0, file, reference: wrong) },
          over: ScriptedTransport())
      }
      #expect(failure?.summary == "rejected(media.upload_failed)")
    }
  }
}

@Suite struct FetchTests {
  @Test func everyFileOfAMessageHasASourceAndNoAddressInTheEvent() throws {
    let adapter = try VKAdapter.shop()
    var sources: [String: Int] = [:]
    for golden in GoldenCase.all(in: "Cases/Received") {
      guard let reading = try? adapter.drafts(from: golden.payload(), as: adapter.identity) else {
        continue
      }
      for case .event(let event) in reading.drafts {
        for attachment in event.attachments {
          guard attachment.source != nil else { continue }
          #expect(attachment.externalURL == nil)
          sources[attachment.kind.rawValue, default: 0] += 1
        }
      }
    }
    #expect(Set(sources.keys).isSuperset(of: ["photo", "document", "voice", "sticker"]))
  }

  @Test func fetchesAsABrowserWouldAndWithoutAToken() async throws {
    let source = JSONFragment.object { $0.member("url", "https://vk.com/doc1_2?hash=3&dl=4") }

    let request = try await VKAdapter.shop().request(for: source, over: ScriptedTransport())

    #expect(request.url.text == "https://vk.com/doc1_2?hash=3&dl=4")
    #expect(request.trust == .strangers)
    #expect(request.followsRedirects)
    #expect(request.secrets.isEmpty)
    #expect(request.headers.map(\.name.text) == ["User-Agent"])
  }

  @Test(arguments: [#"{}"#, #"{"url":"file:///etc/passwd"}"#, #"{"url":"http://a"}"#, "[", "1"])
  func whatHasNoSafeAddressIsNotFetched(_ source: String) async throws {
    let failure = await #expect(throws: SendFailure.self) {
      try await VKAdapter.shop().request(
        for: JSONFragment(trusted: Array(source.utf8)), over: ScriptedTransport())
    }

    #expect(failure?.summary == "rejected(media.download_failed)")
  }
}
