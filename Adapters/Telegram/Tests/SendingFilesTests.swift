import AdapterKit
import AdapterTesting
import EventModel
import FoundationEssentials
import JSON
import Settings
import Testing

@testable import TelegramAdapter

/// What goes over the wire when a part brings files.
struct SendingFilesTests {
  private static let refused =
    #"{"ok":false,"error_code":400,"description":"Bad Request: wrong file identifier/HTTP URL "#
    + #"specified"}"#

  private func parts(_ attachments: [EventModel.Attachment], _ text: String = "") throws -> [Part] {
    var message = OutgoingMessage(text)
    message.attachments = attachments
    return try Bot.adapter().plan(
      Outgoing("1", in: Address.person("501001001"), .message(message)), as: Bot.identity
    ).parts
  }

  @Test func anAlbumCountsAsItsMessages() throws {
    let pictures = try parts([attachment(.photo, "a"), attachment(.photo, "b")], "text")
    #expect(pictures.map(\.messages) == [2])
    #expect(try parts([attachment(.photo, "a")]).map(\.messages) == [1])
  }

  private func attachment(_ kind: EventModel.Attachment.Kind, _ id: String) -> EventModel.Attachment
  {
    var attachment = EventModel.Attachment(kind)
    attachment.id = id
    return attachment
  }

  /// Files with bytes of their own, below a folder that goes away with the test.
  private func ready(
    _ uses: [FileUse], in folder: URL, references: [Int: String] = [:], size: Int64? = nil
  ) throws -> [ReadyFile] {
    try uses.enumerated().map { number, use in
      let bytes = Array("bytes of \(use.attachment)".utf8)
      let path = folder.appending(path: "\(number)")
      try Data(bytes).write(to: path)
      let file = StoredFile(
        path: path.path(), size: size ?? Int64(bytes.count),
        sha256: String(repeating: "0", count: 64), name: "Счёт \"\(number)\".jpg",
        mimeType: "image/jpeg")
      return ReadyFile(use, file, reference: references[number])
    }
  }

  private func withFolder<Result>(
    _ body: (URL) async throws -> Result
  ) async throws -> Result {
    let name = "tg-files-\(UInt64.random(in: 0...UInt64.max))"
    let folder = FileManager.default.temporaryDirectory.appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let result: Result
    do { result = try await body(folder) } catch {
      try FileManager.default.removeItem(at: folder)
      throw error
    }
    try FileManager.default.removeItem(at: folder)
    return result
  }

  @Test func aFileGoesAsAForm() async throws {
    let part = try #require(try parts([attachment(.photo, "a")], "Вот").first)
    let platform = ScriptedTransport(
      .json(
        """
        {"ok":true,"result":{"message_id":7,"date":1790000000,"chat":{"id":501001001},"photo":
        [{"file_id":"small","width":90,"height":90},{"file_id":"large","width":900,"height":900}]}}
        """))

    let receipt = try await withFolder { folder in
      let files = try ready(part.files, in: folder)
      let receipt = try await Bot.adapter().send(part, with: files, over: platform)
      #expect(
        platform.requests.first?.bodyText == """
          chat_id = 501001001
          photo = attach://f0
          caption = Вот
          f0 "Счёт '0'.jpg" image/jpeg = bytes of a
          """)
      return receipt
    }

    #expect(receipt.references == ["large"])
    #expect(receipt.messages == [MessageKey(space: "501001001", id: "7")])
  }

  @Test func anAlbumBringsOnlyWhatTelegramHasNot() async throws {
    let part = try #require(
      try parts([attachment(.photo, "a"), attachment(.video, "b")], "attach://f0").first)
    let platform = ScriptedTransport(
      .json(
        """
        {"ok":true,"result":[
        {"message_id":7,"date":1790000000,"chat":{"id":501001001},"photo":[{"file_id":"A"}]},
        {"message_id":8,"date":1790000000,"chat":{"id":501001001},"video":{"file_id":"B"}}]}
        """))

    let receipt = try await withFolder { folder in
      let files = try ready(part.files, in: folder, references: [0: "known"])
      let receipt = try await Bot.adapter().send(part, with: files, over: platform)
      #expect(
        platform.requests.first?.bodyText == """
          chat_id = 501001001
          media = [{"type":"photo","media":"known","caption":"attach://f0"},\
          {"type":"video","media":"attach://f1"}]
          f1 "Счёт '1'.jpg" image/jpeg = bytes of b
          """)
      return receipt
    }

    #expect(receipt.references == ["A", "B"])
    #expect(receipt.messages.map(\.id) == ["7", "8"])
    #expect(receipt.sentAt == Timestamp(seconds: 1_790_000_000))
  }

  @Test func aKnownFileGoesByItsName() async throws {
    let part = try #require(try parts([attachment(.document, "a")]).first)
    let platform = ScriptedTransport(.json(#"{"ok":true,"result":{"message_id":7}}"#))

    try await withFolder { folder in
      let files = try ready(part.files, in: folder, references: [0: "known"])
      _ = try await Bot.adapter().send(part, with: files, over: platform)
    }

    #expect(platform.requests.first?.bodyText == #"{"chat_id":501001001,"document":"known"}"#)
  }

  @Test func aNameThatIsNoGoodIsMadeUpForByTheBytes() async throws {
    let part = try #require(try parts([attachment(.document, "a")]).first)
    let platform = ScriptedTransport(
      .json(Self.refused, status: 400),
      .json(
        """
        {"ok":true,"result":{"message_id":7,"chat":{"id":501001001},"document":{"file_id":"new"}}}
        """))

    let receipt = try await withFolder { folder in
      let files = try ready(part.files, in: folder, references: [0: "stale"])
      return try await Bot.adapter().send(part, with: files, over: platform)
    }

    #expect(platform.requests.count == 2)
    #expect(receipt.references == ["new"])
  }

  /// A document of the answer could not be sent as an animation by its name.
  @Test func aNameOfAnotherKindIsNotKept() async throws {
    let part = try #require(try parts([attachment(.animation, "a")]).first)
    let platform = ScriptedTransport(
      .json(#"{"ok":true,"result":{"message_id":7,"document":{"file_id":"other"}}}"#))

    let receipt = try await withFolder { folder in
      try await Bot.adapter().send(part, with: try ready(part.files, in: folder), over: platform)
    }

    #expect(receipt.references == [nil])
  }

  @Test func whatIsTooLargeIsNotEvenTried() async throws {
    func failure(_ kind: EventModel.Attachment.Kind, _ size: Int64, _ settings: String...)
      async throws
      -> SendFailure?
    {
      let part = try #require(try parts([attachment(kind, "a")]).first)
      let adapter = try settings.isEmpty ? Bot.adapter() : Bot.adapter(settings[0])
      return try await withFolder { folder in
        let files = try ready(part.files, in: folder, size: size)
        do throws(SendFailure) {
          _ = try await adapter.send(part, with: files, over: ScriptedTransport())
          return nil
        } catch { return error }
      }
    }

    guard case .rejected(let error) = try await failure(.document, 60_000_000) else {
      Issue.record("60 MB went to the public server")
      return
    }
    #expect(error.kind == .fileTooLarge)
    guard case .without(.fileAsDocument, _) = try await failure(.photo, 11_000_000) else {
      Issue.record("a photo of 11 MB is no photo")
      return
    }
    // The script has no answer: the call was made.
    let own = try await failure(.document, 60_000_000, "api_base: http://127.0.0.1:8081")
    guard case .unavailable = own else {
      Issue.record("a server of one's own takes 60 MB")
      return
    }
  }

  @Test func aPartWithoutItsFilesIsNotSent() async throws {
    let part = try #require(try parts([attachment(.photo, "a")]).first)
    let platform = ScriptedTransport()

    await #expect(throws: SendFailure.self) {
      _ = try await Bot.adapter().send(part, with: [], over: platform)
    }
    #expect(platform.requests.isEmpty)
  }

  /// However an answer looks, the receipt is one: no crash, and no name that was not said.
  @Test func noMutantOfAnAnswerTraps() async throws {
    let part = try #require(
      try parts([attachment(.photo, "a"), attachment(.video, "b")], "Вот").first)
    let answer = """
      {"ok":true,"result":[{"message_id":7,"date":1790000000,"chat":{"id":501001001},"photo":
      [{"file_id":"A","width":9,"height":9}]},{"message_id":8,"chat":{"id":5},"video":
      {"file_id":"B"},"ephemeral_message_id":3}],"parameters":{"retry_after":5}}
      """
    let adapter = try Bot.adapter()
    try await withFolder { folder in
      let files = try ready(part.files, in: folder, references: [0: "x", 1: "y"])
      for mutant in JSONMutants(of: [Array(answer.utf8)], count: 3000, seed: 20_261_121) {
        let platform = ScriptedTransport(.response(TransferResponse(status: 200, body: mutant)))
        do throws(SendFailure) {
          let receipt = try await adapter.send(part, with: files, over: platform)
          #expect(receipt.references.count <= 2)
        } catch { #expect(error.error?.reason.contains(Bot.token) != true) }
      }
    }
  }
}
