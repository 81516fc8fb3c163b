import Foundation
import JSON
import NIOHTTP1
import Testing

/// What the API shows is what the model's schemas allow, by a validator that is not ours.
struct SchemaTests {
  @Test func everyPageFitsItsSchema() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(5)
      let dialog = try await gateway.dialog()
      let sent = try await gateway.client.post(
        "/v1/dialogs/\(dialog)/messages",
        #"{"content": "x", "attachments": [{"type": "photo", "platform_file_id": "AgACAg"}]}"#)
      let pages = [
        "/v1/events?limit=2", "/v1/events?from=0&size=2", "/v1/events?from=50", "/v1/dialogs",
        "/v1/events?channel_id=\(Gateway.shop)", "/v1/dialogs/\(dialog)/events?from=1&size=2",
        "/v1/dialogs/\(dialog)/events", "/v1/dialogs?status=archived",
      ]
      var checks: [(kind: String, body: [UInt8])] = []
      for page in pages { checks.append(("pages", try await gateway.client.get(page).body)) }
      checks.append(("dialog", try await gateway.client.get("/v1/dialogs/\(dialog)").body))
      checks.append(("event", JSONFragment(try sent.json["event"]).bytes))
      for item in try await gateway.client.get("/v1/events").json["items"].elements {
        checks.append(("event", JSONFragment(item).bytes))
      }

      for check in checks {
        let verdict = try Schemas.check(check.kind, check.body)
        #expect(verdict.isValid, "\(verdict.words)")
      }
      let strange = try Schemas.check("pages", Array(#"{"items": [], "channel": 5}"#.utf8))
      #expect(!strange.isValid)
    }
  }
}

/// The model's own checker, in a virtual environment of its own that is made once.
private enum Schemas {
  private static let reference = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "EventModelTests/Reference").path

  private static let script = """
    set -e
    venv="${CHANNELD_TEST_CACHE:-${TMPDIR:-/tmp}}/channeld-gateway-schemas-1"
    if [ ! -f "$venv/ready" ]; then
      python3 -m venv --clear "$venv"
      "$venv/bin/python" -m pip install --quiet --requirement "$1/requirements.txt"
      touch "$venv/ready"
    fi
    "$venv/bin/python" "$1/check.py" "$2" "$3"
    """

  static func check(_ kind: String, _ body: [UInt8]) throws -> (isValid: Bool, words: String) {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
    try Data(body).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/timeout")
    process.arguments = ["300", "bash", "-c", script, "check", reference, kind, file.path]
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let words = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus == 0, String(decoding: words, as: UTF8.self))
  }
}
