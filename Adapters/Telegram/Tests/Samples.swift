import AdapterKit
import EventModel
import FoundationEssentials
import JSON

@testable import TelegramAdapter

/// The study's sample payloads and what it proposes to make of them, where they are at hand: in the
/// folder that `CHANNELD_TELEGRAM_SAMPLES` names, or beside the working copy.
enum Samples {
  static let folder: String? = {
    let named = ProcessInfo.processInfo.environment["CHANNELD_TELEGRAM_SAMPLES"]
    let beside = URL(filePath: #filePath).appending(
      path: "../../../../../shared/platforms/telegram/data"
    ).standardized.path
    let folder = named ?? beside
    return FileManager.default.fileExists(atPath: folder + "/payloads") ? folder : nil
  }()

  static var areAtHand: Bool { folder != nil }

  /// Every payload, updates and others.
  static func names() throws -> [String] {
    guard let folder else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder + "/payloads").sorted()
  }

  static func payload(_ name: String) throws -> Payload {
    let file = URL(filePath: "\(folder ?? "")/payloads/\(name)")
    return Payload(
      channel: "0b9b7c1e-6f3a-4d57-9a51-1f6f2f0c1a02", transport: "webhook",
      receivedAt: Timestamp(seconds: 1_800_000_000), body: Array(try Data(contentsOf: file)))
  }

  /// What the study proposes for one update.
  struct Proposal: Sendable {
    let file: String
    let columns: [String: String]

    subscript(_ column: String) -> String { columns[column] ?? "" }
  }

  static func proposals() throws -> [Proposal] {
    guard let folder else { return [] }
    let rows = try table(folder + "/expected.tsv")
    let header = rows.first ?? []
    return rows.dropFirst().map { row in
      Proposal(
        file: row.first ?? "",
        columns: Dictionary(zip(header, row), uniquingKeysWith: { first, _ in first }))
    }
  }

  /// Where we decided otherwise, with the reason.
  static func disagreements() throws -> [String: String] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Cases/disagreements.tsv")
    let rows = try table(file.path).dropFirst().filter { $0.count == 3 }
    return Dictionary(rows.map { ("\($0[0]) \($0[1])", $0[2]) }, uniquingKeysWith: { $1 })
  }

  private static func table(_ path: String) throws -> [[String]] {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
      .split(separator: "\n").map { line in
        line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      }
  }
}
