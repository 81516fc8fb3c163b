import Foundation
import JSON
import Testing

struct CoderTests {
  private struct Everything: Codable, Equatable {
    var text = "é\u{2028}"
    var flag = true
    var small: Int8 = -8
    var large: UInt64 = .max
    var half = 0.5
    var number: JSONNumber = 0.85
    var list: [Int?] = [1, nil, 3]
    var names = ["a": ["b": 1]]
    var absent: String?
    var free = JSONFragment.object { $0.member("x", 1) }
    var tree: JSONValue = ["y": [nil, 2]]
    var inner = Inner()

    struct Inner: Codable, Equatable {
      var at = 7
      enum CodingKeys: String, CodingKey { case at = "inner_at" }
    }
  }

  /// Fills its containers in the manner that no compiler writes.
  private struct Outer: Codable, Equatable {
    var first = 1
    var second = 2

    enum CodingKeys: String, CodingKey { case outside, inside, list }

    init() {}

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      let outside = try values.nestedContainer(keyedBy: CodingKeys.self, forKey: .outside)
      first = try outside.decode(Int.self, forKey: .inside)
      var list = try values.nestedUnkeyedContainer(forKey: .list)
      _ = try list.decodeNil()
      second = try list.decode(Int.self)
    }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      var outside = values.nestedContainer(keyedBy: CodingKeys.self, forKey: .outside)
      var list = values.nestedUnkeyedContainer(forKey: .list)
      try list.encodeNil()
      try outside.encode(first, forKey: .inside)
      try list.encode(second)
    }
  }

  @Test func aValueComesBackAsItWas() throws {
    let text = JSONCoder.encode(Everything())

    #expect(try JSONCoder.decode(Everything.self, from: text.parsed()) == Everything())
    #expect(try text.parsed()["absent"].kind == .missing)
    #expect(try text.parsed()["number"].numberText == "0.85")
    #expect(try text.parsed()["inner"]["inner_at"].int == 7)
  }

  @Test func nestedContainersMayBeFilledInAnyOrder() throws {
    let text = JSONCoder.encode(Outer())

    #expect(text.bytes == Array(#"{"outside":{"inside":1},"list":[null,2]}"#.utf8))
    #expect(try JSONCoder.decode(Outer.self, from: text.parsed()) == Outer())
  }

  @Test func otherCodersAgree() throws {
    let foreign = try JSONEncoder().encode(Everything())

    #expect(
      try JSONCoder.decode(Everything.self, from: JSONDocument(parsing: foreign).root).names
        == Everything().names)
    let ours = Data(JSONCoder.encode(Everything()).bytes)
    #expect(try JSONDecoder().decode(Everything.self, from: ours).tree == Everything().tree)
  }

  @Test(arguments: [
    (#"{"inner_at":"7"}"#, "/inner_at: is no whole number of 64 bits"),
    (#"{"inner_at":7.5}"#, "/inner_at: is no whole number of 64 bits"),
    (#"{}"#, "/inner_at: is missing"), ("[]", "is no object"),
    (#"{"inner_at":null}"#, "/inner_at: is no whole number of 64 bits"),
  ])
  func saysWhereAValueIsNotWhatWasAskedFor(_ text: String, _ reason: String) throws {
    let view = try JSONDocument(parsing: Array(text.utf8)).root

    let error = #expect(throws: JSONMismatch.self) {
      try JSONCoder.decode(Everything.Inner.self, from: view)
    }
    #expect(error?.description == reason)
  }

  @Test func aNumberKeepsItsSpelling() {
    #expect(JSONNumber(1).text == "1" && JSONNumber(1.0).text == "1")
    #expect(JSONNumber(0.85).text == "0.85")
    #expect(JSONNumber(.infinity).text == "0" && JSONNumber(.nan).text == "0")
  }
}
