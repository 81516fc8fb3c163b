import JSON
import Testing

@testable import PlatformSimulator

/// Files that people send and nobody can fetch.
struct TroubledFilesTests {
  /// What whoever fetches the file of a pushed message is answered.
  private func answer(_ file: JSONValue) async throws -> Answer {
    let simulator = Simulator(settings())
    let order: JSONValue = ["from": 500, "file": file]
    let pushed = try await simulator.control("vk/\(group)/messages", order).body
    let url = pushed["attachments"]?.elements.first?["doc"]?["url"]?.string ?? ""
    let path = url.split(separator: "/").map(String.init)
    return await simulator.answer(
      IncomingRequest(
        isPost: false, isDelete: false, path: path, query: "", body: [], contentType: "",
        token: nil))
  }

  @Test func aSoundFileIsGivenOut() async throws {
    guard case .response(let reply) = try await answer(["base64": "aGFsbG8="]) else {
      Issue.record("no response")
      return
    }
    #expect(reply.status == 200 && reply.body == Array("hallo".utf8))
  }

  @Test func aFileMayBeGone() async throws {
    #expect(try await answer(["text": "a", "trouble": "gone"]).status == 404)
  }

  @Test(
    arguments: [
      ([:], "http://169.254.169.254/latest/meta-data/"),
      (["location": "http://127.0.0.1:1/"], "http://127.0.0.1:1/"),
    ] as [(JSONValue, String)])
  func aFileMayLeadElsewhere(_ more: JSONValue, _ location: String) async throws {
    let file = more.merging(["trouble": "redirect"])
    guard case .response(let reply) = try await answer(file) else {
      Issue.record("no response")
      return
    }
    #expect(reply.status == 302 && reply.location == location)
  }

  @Test(arguments: [("endless", nil), ("too_large", 2 << 30)] as [(String, Int?)])
  func aFileMayNotEnd(_ trouble: String, _ size: Int?) async throws {
    guard case .flood(let announced) = try await answer(["trouble": .string(trouble)]) else {
      Issue.record("no flood")
      return
    }
    #expect(announced == size)
  }
}
