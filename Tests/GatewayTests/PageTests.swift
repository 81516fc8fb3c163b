import AdapterKit
import EventModel
import JSON
import NIOHTTP1
import SQLiteStore
import Store
import Testing

/// Lists: both ways of paging go over every row once.
struct PageTests {
  @Test(arguments: ["asc", "desc"]) func cursorsWalkEveryRowOnce(order: String) async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(23)
      let all = try await Self.ids(gateway, "/v1/events?limit=200&order=\(order)")
      let path = "/v1/events?limit=5&order=\(order)"
      var (forth, cursor): ([String], String?) = ([], nil)
      var page: JSONView
      repeat {
        page = try await gateway.client.get(path + (cursor.map { "&after=\($0)" } ?? "")).json
        forth += page["items"].elements.compactMap { $0["id"].string }
        cursor = page["next_cursor"].string
        #expect((cursor != nil) == (page["has_more"].bool == true))
      } while cursor != nil
      var back = page["items"].elements.compactMap { $0["id"].string }
      while let previous = page["prev_cursor"].string {
        page = try await gateway.client.get("\(path)&before=\(previous)").json
        back = page["items"].elements.compactMap { $0["id"].string } + back
      }

      #expect(all.count == 23 && Set(all).count == 23)
      #expect(forth == all)
      #expect(back == all)
    }
  }

  @Test func offsetsWalkEveryRowOnce() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(23)
      let all = try await Self.ids(gateway, "/v1/events?limit=200")
      var walked: [String] = []
      for from in stride(from: 0, to: 30, by: 5) {
        let page = try await gateway.client.get("/v1/events?from=\(from)&size=5").json
        #expect(page["total"].int == 23)
        #expect(page["from"].int == Int64(from))
        walked += page["items"].elements.compactMap { $0["id"].string }
      }

      #expect(walked == all)
      let past = try await gateway.client.get("/v1/events?from=10000&size=200")
      #expect(past.status == 200)
      #expect(try past.json["items"].elements.isEmpty)
      let beyond = try await gateway.client.get("/v1/events?from=10001")
      #expect(beyond.status == 422)
      #expect(try beyond.pointers == ["?from"])
    }
  }

  @Test func dialogsArePagedInHeaders() async throws {
    try await Gateway.run { gateway in
      for chat in 1...7 { try await gateway.receive(1, in: "\(chat)") }
      let all = try await gateway.client.get("/v1/dialogs?from=0&size=200")
      var (walked, path): ([String], String?) = ([], "/v1/dialogs?limit=2&status=active")
      while let next = path {
        let page = try await gateway.client.get(next)
        walked += try page.json["dialogs"].elements.compactMap { $0["id"].string }
        let link = page.headers["Link"].first ?? ""
        #expect((page.headers["Channeld-Next-Cursor"].isEmpty) == !link.contains("rel=\"next\""))
        path = link.split(separator: ",").first { $0.contains("rel=\"next\"") }.map { link in
          String(link.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
        }
      }

      #expect(all.headers["Channeld-Total"] == ["7"])
      #expect(try walked == all.json["dialogs"].elements.compactMap { $0["id"].string })
      #expect(walked.count == 7)
      let members = try all.json.members.map(\.name)
      #expect(members == ["dialogs", "created", "can_create_more"])
    }
  }

  @Test func anAnchorStandsInTheMiddle() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(9)
      let dialog = try await gateway.dialog()
      let all = try await Self.ids(gateway, "/v1/dialogs/\(dialog)/events")
      let page = try await gateway.client.get(
        "/v1/dialogs/\(dialog)/events?limit=4&around_event_id=\(all[4])"
      ).json

      #expect(page["items"].elements.compactMap { $0["id"].string } == Array(all[2...6]))
      #expect(page["anchor_index"].int == 2)
      #expect(page["has_more_before"].bool == true && page["has_more_after"].bool == true)
    }
  }

  @Test func filtersNarrowAList() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(4)
      try await gateway.receive(2, in: "5", of: Gateway.desk)
      let lead =
        try await gateway.client.get("/v1/events?channel_id=\(Gateway.desk)")
        .json["items"].first["lead_id"].string ?? ""
      let cases = [
        ("channel_id[]=\(Gateway.shop)", 4),
        ("channel_id=\(Gateway.shop)&channel_id=\(Gateway.desk)", 6),
        ("channel_id=none", 0), ("lead_id=\(lead)", 2), ("messages_only=true", 6),
        ("action_type[]=button_clicked", 0), ("date_from=2026-06-06T09:43:21Z", 2),
        ("date_to=2026-06-06T12:43:21%2B03:00", 4), ("date_to=2026-06-06T12:43:21+03:00", 4),
      ]
      for (query, count) in cases {
        #expect(try await Self.ids(gateway, "/v1/events?\(query)").count == count, "\(query)")
      }
    }
  }

  @Test func anEventIsServedByItsTag() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let id = try await Self.ids(gateway, "/v1/events").first ?? ""
      let answer = try await gateway.client.get("/v1/events/\(id)")
      let stored = try await gateway.store.event(.init(id))

      #expect(answer.headers["ETag"] == ["\"1\""])
      #expect(answer.body == stored?.bytes)
      for (tag, status) in [("\"1\"", 304), ("W/\"1\", \"7\"", 304), ("*", 304), ("\"2\"", 200)] {
        let again = try await gateway.client.get("/v1/events/\(id)", [("If-None-Match", tag)])
        #expect(again.status == status)
        #expect(again.body.isEmpty == (status == 304))
      }
    }
  }

  @Test func channelsTellHowTheyFare() async throws {
    try await Gateway.run { gateway in
      let channels = try await gateway.client.get("/v1/channels").json["channels"]
      let one = try await gateway.client.get("/v1/channels/\(Gateway.shop)").json

      #expect(channels.elements.map { $0["name"].string } == ["shop", "desk"])
      #expect(one["webhook_url"].string == "https://hooks.example/in/tg/abc")
      #expect(one["external_id"].string == "@shop_bot")
      #expect(one["health"]["status"].string == "unknown")
      #expect(one["health"]["queued"].int == 0)
    }
  }

  @Test func aDialogIsFoundByBothNames() async throws {
    try await Gateway.run { gateway in
      try await gateway.receive(1)
      let id = try await gateway.dialog()
      let one = try await gateway.client.get("/v1/dialogs/\(id)")
      let name = try one.json["external_dialog_id"].string ?? ""
      let other = try await gateway.client.get("/v1/dialogs/\(name)")

      #expect(one.body == other.body && one.status == 200)
    }
  }

  private static func ids(_ gateway: Gateway, _ path: String) async throws -> [String] {
    try await gateway.client.get(path).json["items"].elements.compactMap { $0["id"].string }
  }
}
