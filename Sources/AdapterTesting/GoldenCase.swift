import AdapterKit
import EventModel
import FoundationEssentials
import JSON

/// A folder that holds what a platform sent and, beside it, what its adapter says of it.
///
/// `payload.json` (`.eml`, …) is the body, `headers.json` an object of the facts that came beside
/// it, `expected.json` the reading. The folder's name is the test's name; `RECORD=1 swift test`
/// writes every expectation anew into the source tree, to be read in the diff.
public struct GoldenCase: Sendable, CustomStringConvertible {
  public let description: String
  private let folder: String

  /// Every folder below `Cases` beside the calling file that holds a payload, sorted by name.
  public static func all(in cases: String = "Cases", of file: String = #filePath) -> [GoldenCase] {
    let root = SourceFolder.path(of: cases, beside: file)
    return SourceFolder.folders(in: root)
      .map { GoldenCase(description: $0, folder: root + "/" + $0) }
      .filter { $0.payloadName != nil }
  }

  /// The body and what came with it, at a fixed time on a fixed channel.
  public func payload(by transport: String = "webhook") throws -> Payload {
    guard let name = payloadName else { throw Mismatch(in: self, "there is no payload") }
    let body = try SourceFolder.bytes(of: folder + "/" + name)
    return Payload(
      channel: Self.channel, transport: transport, receivedAt: Self.receivedAt,
      headers: try headers(), body: body)
  }

  /// Reads the payload twice and compares with what is expected.
  public func check(_ adapter: some ChannelAdapter, as identity: ChannelIdentity? = nil) throws {
    let identity = identity ?? adapter.identity
    let payload = try payload()
    let found = Self.text(of: payload, read: adapter, as: identity)
    guard found == Self.text(of: payload, read: adapter, as: identity) else {
      throw Mismatch(in: self, "the same payload was read in two ways")
    }
    try Expectation(path: folder + "/expected.json").check(found, in: self)
  }

  private static func text(
    of payload: Payload, read adapter: some ChannelAdapter, as identity: ChannelIdentity
  ) -> String {
    do {
      let reading = try adapter.drafts(from: payload, as: identity)
      return PrettyJSON.text(of: JSONFragment { $0.golden(reading) })
    } catch {
      return PrettyJSON.text(of: JSONFragment { $0.golden(error) })
    }
  }

  private var payloadName: String? {
    SourceFolder.files(in: folder).first { $0.hasPrefix("payload.") }
  }

  private func headers() throws -> [WireHeader] {
    guard SourceFolder.files(in: folder).contains("headers.json") else { return [] }
    let document = try JSONDocument(parsing: SourceFolder.bytes(of: folder + "/headers.json"))
    return document.root.members.map { WireHeader($0.name, $0.value.text ?? "") }
  }

  private static let channel: ChannelID = "0b9b7c1e-6f3a-4d57-9a51-1f6f2f0c1a02"
  private static let receivedAt = Timestamp(milliseconds: 1_800_000_000_000)
}
