import AdapterKit
import EventModel
import JSON
import Store

extension SQLiteStore {
  package func keep(
    _ payloads: [Payload], cursor: PollCursor?, of channel: ChannelID,
    done: @escaping @Sendable (Result<Void, StoreError>) -> Void
  ) {
    let registered = registered(channel)
    loop.submit(
      CommitLoop.Job(purpose: .intake) { (writer) throws(StoreError) in
        for payload in payloads { try Self.insert(payload, channel: registered.number, writer) }
        if let cursor {
          try writer.run(
            """
            INSERT INTO cursor(channel, stream, value) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET value = excluded.value
            """, registered.number, cursor.stream.rawValue, cursor.value)
        }
        return {
          if !payloads.isEmpty { registered.unread.bell.ring() }
          done(.success(()))
        }
      } fail: {
        done(.failure($0))
      })
  }

  private static func insert(
    _ payload: Payload, channel: Int64, _ writer: Writer
  ) throws(StoreError) {
    try writer.run(
      """
      INSERT INTO payload(channel, transport, receivedAt, headers, body) VALUES (?, ?, ?, ?, ?)
      """, channel, payload.transport, payload.receivedAt.milliseconds,
      PayloadHeaders.text(of: payload.headers), payload.body)
    try writer.run(
      "INSERT INTO unread(payload, channel) VALUES (?, ?)", writer.lastInsertedRow, channel)
  }
}

/// The headers of a payload as they are stored: an array of pairs, or nothing.
enum PayloadHeaders {
  static func text(of headers: [WireHeader]) -> String? {
    guard !headers.isEmpty else { return nil }
    let bytes = JSONFragment {
      $0.array { for header in headers { $0.value([header.name, header.value]) } }
    }.bytes
    return String(decoding: bytes, as: UTF8.self)
  }

  static func headers(of text: String?) -> [WireHeader] {
    guard let text, let pairs = try? JSONDocument(parsing: text.utf8).root else { return [] }
    return pairs.elements.compactMap { pair in
      let texts = pair.elements.compactMap(\.string)
      return texts.count == 2 ? WireHeader(texts[0], texts[1]) : nil
    }
  }
}
