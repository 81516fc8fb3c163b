import JSON
import Testing

struct ViewTests {
  private func view(_ text: String) throws -> JSONView {
    try JSONDocument(parsing: Array(text.utf8)).root
  }

  @Test func readsLeniently() throws {
    let it = try view(
      #"{"n":"42","f":3.0,"half":0.5,"neg":-7,"big":18446744073709551615,"yes":1,"no":0,"two":2,"e":""}"#
    )

    #expect(it["n"].int == 42)
    #expect(it["f"].int == 3)
    #expect(it["half"].int == nil && it["half"].double == 0.5)
    #expect(it["neg"].int == -7)
    #expect(it["big"].int == nil && it["big"].text == "18446744073709551615")
    #expect(it["yes"].bool == true && it["no"].bool == false && it["two"].bool == nil)
    #expect(it["e"].string == "" && it["e"].nonEmpty == nil && it["e"].text == nil)
    #expect(it["n"].text == "42" && it["neg"].text == "-7")
  }

  @Test func whatIsMissingCanBeAskedFurther() throws {
    let it = try view(#"{"a":null,"b":[]}"#)

    #expect(it["x"]["y"].first["z"].string == nil)
    #expect(it["x"].kind == .missing && !it["x"].exists)
    #expect(it["a"].isNull && !it["a"].exists)
    #expect(it["b"]["c"].kind == .missing)
    #expect(it["b"].elements.isEmpty && it["b"].members.isEmpty)
  }

  @Test func findsMembersByTheirWholeName() throws {
    let it = try view(#"{"ab":1,"a":2,"":3,"é":4,"a":5,"\u0061b":6}"#)

    #expect(it["a"].int == 2)
    #expect(it["ab"].int == 1)
    #expect(it[""].int == 3)
    #expect(it["é"].int == 4)
    #expect(it[member: "a"].int == 2)
    #expect(it["abc"].kind == .missing)
    #expect(it.members.map(\.name) == ["ab", "a", "", "é", "a", "ab"])
  }

  @Test func skipsWhatLiesBetween() throws {
    let it = try view(#"[{"a":[1,[2.5,"x"],{}]},"s",7,{"k":{"k":-1}}]"#)

    #expect(it.elements.map(\.kind) == [.object, .string, .number, .object])
    #expect(Array(it.elements).last?["k"]["k"].int == -1)
  }
}
