import AdapterKit
import EventModel
import JSON
import Testing

@testable import Gateway

/// What a channel can do, as callers see it.
struct CapabilitiesTests {
  @Test func theTableIsShown() async throws {
    try await Gateway.run { gateway in
      let path = "/v1/channels/\(Gateway.shop)/capabilities"
      let table = try await gateway.client.get(path).json

      #expect(table["channel_id"].string == Gateway.shop.rawValue)
      #expect(table["pace"]["channel"]["calls"].int == 30)
      #expect(table["pace"]["channel"]["per_seconds"].int == 1)
      let place = table["places"].first
      #expect(place["limits"]["text_units"].int == 4096)
      #expect(!place["limits"]["buttons"].exists)
      #expect(place["abilities"]["send"]["state"].string == "yes")
      let missing = try await gateway.client.get("/v1/channels/none/capabilities")
      #expect(missing.status == 404)
    }
  }

  @Test func everyGrantHasItsWords() throws {
    let place = Abilities.Place(
      ["private"], limits: .init(longestText: 10),
      grants: [
        .edit: .within(.seconds(172_800)), .pin: .needs("user_token"), "juggle": .yes,
        .react: .no,
      ])
    let abilities = try JSONFragment { $0.value(place) }.parsed()["abilities"]

    #expect(abilities["edit"]["state"].string == "within")
    #expect(abilities["edit"]["within_seconds"].int == 172_800)
    #expect(abilities["pin"]["needs"].string == "user_token")
    #expect(abilities["juggle"]["state"].string == "yes")
    #expect(abilities["react"]["state"].string == "no")
    #expect(abilities["stop_poll"]["state"].string == "no")
  }

  @Test func aPaceNamesItsMethods() throws {
    var pace = Pace(Rate(30, per: .seconds(1)), chat: Rate(1, per: .milliseconds(1_500)))
    pace.methods = ["upload": Rate(2, per: .seconds(60))]
    let shown = try JSONFragment { $0.value(pace) }.parsed()

    #expect(shown["chat"]["per_seconds"].double == 1.5)
    #expect(shown["methods"]["upload"]["per_seconds"].int == 60)
    #expect(!shown["group"].exists)
  }
}
