import EventModel
import Foundation
import GRDB
import JSON
import ProgramTesting
import Store
import StoreTesting
import Synchronization
import Testing

@testable import SQLiteStore

/// Every version that the contract makes a store write is what the model's schema allows.
struct SchemaTests {
  /// What must be among the versions, so that the check is of something.
  private static let expected = [
    #""delivery_status":"pending""#, #""delivery_status":"uploading""#,
    #""delivery_status":"uploaded""#, #""delivery_status":"sent""#,
    #""delivery_status":"failed""#, #""delivery_stage":"platform_upload""#,
    #""delivery_error":"#, #""upload_status":"pending""#, #""upload_status":"ready""#,
    #""upload_status":"failed""#, #""upload_stage":"platform_fetch""#, #""uploaded_at":"#,
    #""unavailable_reason":"#, #""platform_edit":"#, #""platform_delete":"#,
    #""degraded:formatting=plain""#, #""delivery:uncertain""#, #""delivery:cancelled""#,
    #""status":"uploading_attachments""#, #""is_pinned":true"#, #""is_forwarded":true"#,
  ]

  @Test func everyVersionFitsTheSchema() async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let stores = Mutex(0)
    let contract = StoreContract(
      open: { clock in
        let number = stores.withLock { count in
          count += 1
          return count
        }
        return try SQLiteStore(
          path: "\(folder.path)/\(number).sqlite", process: [1], now: { clock.now })
      },
      reopen: { store, clock in
        try store.close()
        return try SQLiteStore(path: store.pool.path, process: [1], now: { clock.now })
      })
    for promise in StoreContract<SQLiteStore>.promises { try await promise.check(contract) }

    var (events, dialogs) = ("", "")
    for number in 1...stores.withLock(\.self) {
      let store = try SQLiteStore(
        path: "\(folder.path)/\(number).sqlite", process: [2], now: { Sample.noon })
      try await store.register(Sample.channel)
      for change in try await store.changes(after: 0, limit: 10_000) {
        events += String(decoding: change.event, as: UTF8.self) + "\n"
      }
      for dialog in try await store.dialogs(DialogFilter(), PageRequest()).rows {
        dialogs += String(decoding: JSONWriter.bytes(of: dialog), as: UTF8.self) + "\n"
      }
      try store.close()
    }
    for words in Self.expected { #expect(events.contains(words), "no version has \(words)") }
    for (kind, lines) in [("event", events), ("dialog", dialogs)] {
      let file = try folder.file("\(kind).ndjson", holding: Self.framed(lines))
      try await Schemas.check(kind, [file])
    }
  }

  /// The schema knows real platforms only: what is the sample's own is put into the words of one,
  /// and all else stays as it was written.
  private static func framed(_ lines: String) -> String {
    let words = [
      (
        #""channel_type":"sample","data_sample":{"chat":"#,
        #""channel_type":"tg","data_tg":{"reply_to_message_id":"#
      ),
      (#""sample_chat""#, #""telegram_chat""#),
      (#""data_sample":{"chat":"#, #""data_tg":{"chat_type":"private","chat_id":"#),
      (#""sample""#, #""tg""#), ("sample_private_", "tg_private_"), ("7-new", "77"),
      (Sample.channel.id.rawValue, "00000000-0000-4000-8000-000000000000"),
    ]
    return words.reduce(lines) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
  }
}
