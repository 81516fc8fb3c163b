import Hummingbird
import JSON
import Store

/// One reader of the stream: Server-Sent Events until the reader leaves or the daemon stops.
struct EventStream: Sendable {
  let feed: ChangeFeed
  let filter: ChangeFilter
  let after: Int64
  /// Held for as long as the reader stays.
  let seat: Seats.Seat

  /// How long a stream may be silent: readers and those between them take it for dead.
  private static let heartbeat: Duration = .seconds(15)

  func run(writing writer: inout any ResponseBodyWriter) async throws {
    var last = after
    // A reader that leaves before the first event comes back to this place.
    try await writer.write(ByteBuffer(string: "retry: 2000\nid: \(last)\n\n"))
    while !feed.closing.isGiven, !Task.isCancelled {
      let batch = try await feed.changes(behind: last, passing: filter, within: Self.heartbeat)
      last = batch.last
      var text = ByteBuffer()
      for row in batch.rows { Self.write(row, to: &text) }
      if batch.rows.isEmpty { text.writeString(": still here\nid: \(last)\n\n") }
      try await writer.write(text)
    }
    try await writer.finish(nil)
  }

  /// Stored bytes hold no line ends, so an event is one line.
  private static func write(_ row: ChangeRow, to text: inout ByteBuffer) {
    text.writeString("id: \(row.seq)\nevent: \(row.kind)\ndata: ")
    text.writeBytes(row.fragment.bytes)
    text.writeString("\n\n")
  }
}
