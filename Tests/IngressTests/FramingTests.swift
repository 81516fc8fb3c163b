import AdapterKit
import Foundation
import Testing

/// What two parsers may read differently.
@Suite struct FramingTests {
  @Test(arguments: Framing.all) func isReadInOneWayOnly(_ framing: Framing) async throws {
    let setup = RunningIngress.Setup()
    try await RunningIngress.with(setup) { ingress in
      let client = try ingress.client()
      client.send(framing.bytes)
      if framing.name == "body-shorter" { client.finish() }

      // What is to be refused hangs up by itself; for the others a moment tells the first answer.
      let (bytes, isClosed) = await client.everything(within: framing.verdict == .refuse ? 5 : 0.3)
      let codes = Framing.codes(in: bytes)
      let taken = codes.filter { $0 == 200 }.count

      switch framing.verdict {
      case .ok: #expect(codes == [200])
      case .refuse: #expect(taken == 0 && isClosed && ingress.intake.kept.isEmpty)
      case .one: #expect(taken == 1 && codes.first == 200)
      case .either: #expect(taken <= 1)
      }
      #expect(ingress.intake.kept.count == taken)
      #expect(ingress.intake.kept.allSatisfy { $0.body == Array(#"{"update_id":1}"#.utf8) })
    }
  }

  @Test func thereAreSixtyTwo() { #expect(Framing.all.count == 62) }
}

/// A row of `framings.tsv`.
struct Framing: Sendable, CustomTestStringConvertible {
  enum Verdict: String { case ok, refuse, one, either }

  let name: String
  let verdict: Verdict
  let bytes: [UInt8]

  var testDescription: String { name }

  static let all: [Framing] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "framings.tsv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { Framing($0) }
  }()

  private init?(_ line: Substring) {
    let fields = line.split(separator: "\t")
    guard fields.count == 3, let verdict = Verdict(rawValue: String(fields[1])) else { return nil }
    name = String(fields[0])
    self.verdict = verdict
    // The secret goes in beside the first host, so that only the framing can be at fault.
    var text = String(fields[2])
    let secret = #"X-Secret: right\r\n"#
    if let host = text.range(of: #"Host: x\r\n"#) {
      text.insert(contentsOf: secret, at: host.upperBound)
    } else if let line = text.range(of: #" HTTP/1.0\r\n"#) {
      text.insert(contentsOf: secret, at: line.upperBound)
    }
    bytes = Self.unescaped(text)
  }

  /// Resolves `\r`, `\n`, `\t`, `\0` and `\xNN`.
  private static func unescaped(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Substring(text)
    while let next = rest.popFirst() {
      guard next == "\\", let kind = rest.popFirst() else {
        bytes += Array(String(next).utf8)
        continue
      }
      switch kind {
      case "r": bytes.append(13)
      case "n": bytes.append(10)
      case "t": bytes.append(9)
      case "0": bytes.append(0)
      default:
        bytes.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
        rest = rest.dropFirst(2)
      }
    }
    return bytes
  }

  /// The codes of all answers, in order.
  static func codes(in bytes: [UInt8]) -> [Int] {
    String(decoding: bytes, as: UTF8.self).components(separatedBy: "HTTP/1.1 ").dropFirst()
      .compactMap { Int($0.prefix(3)) }
  }
}
