import AdapterKit
import EventModel
import FoundationEssentials
import JSON

/// A folder that holds what is to be sent and the calls that its adapter plans for it.
///
/// `outgoing.json` has the dialog and what is to be done there: a message with its quote, or one of
/// the other operations. `expected.json` has the parts as they would be stored, the place of the
/// message and what it lost, or the refusal.
public struct GoldenSend: Sendable, CustomStringConvertible {
  public let description: String
  private let folder: String

  /// Every folder below `Cases/Sends` beside the calling file, sorted by name.
  public static func all(in sends: String = "Cases/Sends", of file: String = #filePath)
    -> [GoldenSend]
  {
    let root = SourceFolder.path(of: sends, beside: file)
    return SourceFolder.folders(in: root).map {
      GoldenSend(description: $0, folder: root + "/" + $0)
    }
  }

  /// Plans twice and compares with what is expected.
  public func check(_ adapter: some ChannelAdapter) throws {
    let found = try text(adapter)
    guard try found == text(adapter) else {
      throw Mismatch(in: self, "the same message was planned in two ways")
    }
    try Expectation(path: folder + "/expected.json").check(found, in: self)
  }

  /// What the adapter plans, or its refusal.
  public func text(_ adapter: some ChannelAdapter) throws -> String {
    let document = try JSONDocument(parsing: SourceFolder.bytes(of: folder + "/outgoing.json"))
    return Self.text(of: try outgoing(document.root), planned: adapter)
  }

  private func outgoing(_ root: JSONView) throws -> Outgoing {
    do {
      return try Outgoing(golden: root)
    } catch {
      throw Mismatch(in: self, "outgoing.json: \(error)")
    }
  }

  private static func text(of outgoing: Outgoing, planned adapter: some ChannelAdapter) -> String {
    do {
      let plan = try adapter.plan(outgoing, as: adapter.identity)
      return PrettyJSON.text(of: JSONFragment { $0.golden(plan) })
    } catch {
      return PrettyJSON.text(of: JSONFragment { $0.golden(error) })
    }
  }
}
