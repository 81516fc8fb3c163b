import AdapterKit
import EventModel
import JSON
import NIOCore
import NIOHTTP1
import SQLiteStore
import Store
import Testing

@testable import Gateway

/// The stream: everything once, in order, from wherever a reader left off.
struct StreamTests {
  @Test func nothingIsMissedOrDoubledWhileEventsAreWritten() async throws {
    try await Gateway.run { gateway in
      try await withThrowingTaskGroup(of: [Int64].self) { group in
        group.addTask {
          try await gateway.receive(120)
          return []
        }
        group.addTask {
          var (seen, last): ([Int64], Int64) = ([], 0)
          while seen.count < 120 {
            let events = try await Self.read(7, from: gateway, "/v1/stream", after: "\(last)")
            seen += events.map(\.id)
            last = seen.last ?? last
          }
          return seen
        }
        let all = try await group.reduce(into: []) { $0 += $1 }
        #expect(all == Array(1...Int64(all.count)))
      }
    }
  }

  @Test func aStreamWithoutAPlaceBeginsNow() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(3)
      let first = try await gateway.client.exchange(.GET, "/v1/stream") { _, parts in
        var lines = StreamLines()
        _ = try await lines.next(from: &parts)
        try await gateway.receive(1, in: "77")
        return try await lines.event(from: &parts)
      }

      #expect(first.id == 4)
      #expect(first.name == "message_created")
      #expect(try first.data["seq"].int == 4)
      #expect(try first.data["event"]["message"]["content"].string == "message 0")
      #expect(try first.data["dialog"]["messages_count"].int == 1)
    }
  }

  @Test func theFiltersDecide() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(2)
      try await gateway.receive(2, in: "5", of: Gateway.desk)
      let path = "/v1/dialogs/\(try await gateway.dialog())/messages"
      _ = try await gateway.client.post(path, #"{"content": "x"}"#)
      let dialog =
        try await gateway.client.get("/v1/dialogs?channel_id=\(Gateway.shop)")
        .json["dialogs"].first["id"].string ?? ""

      let cases: [(String, [Int64])] = [
        ("?after=0&channel_id=\(Gateway.desk)", [3, 4]), ("?after=0&dialog_id=\(dialog)", [1, 2]),
        ("?after=0&action_type[]=message_created&channel_id=\(Gateway.shop)", [1, 2]),
        ("?after=3", [4, 5]),
      ]
      for (query, expected) in cases {
        let items = try await gateway.client.get("/v1/stream/poll\(query)&limit=2").json["items"]
        #expect(items.elements.compactMap { $0["seq"].int } == expected, "\(query)")
      }
    }
  }

  @Test func aPollWaitsForNews() async throws {
    try await Gateway.run { gateway in
      async let answer = gateway.client.get("/v1/stream/poll?after=0&wait=30")
      try await gateway.receive(1)

      #expect(try await answer.json["last_seq"].int == 1)
    }
  }

  @Test func aPlaceThatIsNotKeptIsRefused() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(2)
      let answer = try await gateway.client.get("/v1/stream", [("Last-Event-ID", "9")])
      let strange = try await gateway.client.get("/v1/stream", [("Last-Event-ID", "x")])

      #expect(answer.status == 409)
      #expect(try answer.code == "cursor_expired")
      #expect(try answer.json["resume_after"].int == 2)
      #expect(strange.status == 422)
    }
  }

  @Test func placesOnTheStreamAreFewAndComeBack() throws {
    let seats = Seats(2)
    let first = try seats.take()
    do {
      let second = try seats.take()
      #expect(throws: APIProblem.self) { try seats.take() }
      withExtendedLifetime(second) {}
    }

    let third = try seats.take()
    withExtendedLifetime((first, third)) {}
  }

  private static func read(
    _ count: Int, from gateway: Gateway, _ path: String, after: String
  ) async throws -> [StreamLines.Event] {
    try await gateway.client.exchange(.GET, path, [("Last-Event-ID", after)]) { _, parts in
      var lines = StreamLines()
      var events: [StreamLines.Event] = []
      while events.count < count, events.last?.id != 120 {
        events.append(try await lines.event(from: &parts))
      }
      return events
    }
  }
}

/// Cuts what comes in into the blocks of Server-Sent Events.
struct StreamLines {
  struct Event: Sendable {
    var id: Int64 = 0
    var name = ""
    var text = ""
    var data: JSONView { get throws { try JSONDocument(parsing: text.utf8).root } }
  }

  private var rest = ""

  /// The next block, with an event or without.
  mutating func next(from parts: inout Client.Parts) async throws -> Event {
    while true {
      if let end = rest.firstRange(of: "\n\n") {
        let block = rest[..<end.lowerBound]
        rest = String(rest[end.upperBound...])
        return Self.event(of: block)
      }
      guard case .body(let piece)? = try await parts.next() else { throw Client.NoAnswer() }
      rest += String(buffer: piece)
    }
  }

  /// The next block that holds an event.
  mutating func event(from parts: inout Client.Parts) async throws -> Event {
    while true {
      let event = try await next(from: &parts)
      if !event.text.isEmpty { return event }
    }
  }

  private static func event(of block: Substring) -> Event {
    var event = Event()
    for line in block.split(separator: "\n") {
      let value = String(line.drop { $0 != ":" }.dropFirst(2))
      switch line.prefix(while: { $0 != ":" }) {
      case "id": event.id = Int64(value) ?? 0
      case "event": event.name = value
      case "data": event.text = value
      default: break
      }
    }
    return event
  }
}
