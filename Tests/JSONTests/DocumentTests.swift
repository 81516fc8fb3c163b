import JSON
import Testing

struct DocumentTests {
  @Test(arguments: [
    (#"{"a":1}"#, #"{"a":1}"#),
    ("\u{FEFF}[1]", "[1]"),
    (" [ 1 , 1.0 , 0.850 , -0 , -0.0 , 1e2 , 1E-7 ] ", "[1,1.0,0.85,0,-0.0,100.0,1e-07]"),
    (
      "[9223372036854775807,-9223372036854775808,18446744073709551615]",
      "[9223372036854775807,-9223372036854775808,18446744073709551615]"
    ),
    (#""\u00e9\n\t\"\\\/\u0001😀\ud83d\ude00""#, #""é\n\t\"\\/\u0001😀😀""#),
    (#"{"a":{},"b":[],"c":null,"d":[true,false]}"#, #"{"a":{},"b":[],"c":null,"d":[true,false]}"#),
    ("0", "0"), ("null", "null"), (#""""#, #""""#),
  ])
  func readsAndWrites(_ text: String, _ expected: String) throws {
    #expect(try written(text) == expected)
  }

  @Test(arguments: [
    (#"["\ud800"]"#, "[\"\u{FFFD}\"]"),
    (#"["\udc00"]"#, "[\"\u{FFFD}\"]"),
    (#"["\ud800\u0041"]"#, "[\"\u{FFFD}A\"]"),
    (#"["\ud800\ud800\udc00"]"#, "[\"\u{FFFD}\u{10000}\"]"),
    (#"["\udc00\ud83d"]"#, "[\"\u{FFFD}\u{FFFD}\"]"),
    (#"{"\ud800":"\\ud800"}"#, "{\"\u{FFFD}\":\"\\\\ud800\"}"),
    ("[123456789012345678901234567890]", #"["123456789012345678901234567890"]"#),
    ("[-9223372036854775809]", #"["-9223372036854775809"]"#),
    ("[18446744073709551616, 1]", #"["18446744073709551616",1]"#),
    ("[1e400,-1E+999]", #"["1e400","-1E+999"]"#),
    (#"["1e400",1e400]"#, #"["1e400","1e400"]"#),
    ("[0.1234567890123456789012345678901]", "[0.12345678901234568]"),
  ])
  func mendsWhatOthersTake(_ text: String, _ expected: String) throws {
    #expect(try written(text) == expected)
  }

  @Test(arguments: [
    "", " ", "\u{FEFF}", "{", "[1,]", "[1]]", "{} {}", "nul", "[01]", "[1.]", "[+1]", "[.5]",
    "[NaN]",
    "[--1]", "[-]", "[1e400", #"["\ud800]"#, #"["\ud8"]"#, #"["\x"]"#, "[\"a\nb\"]", "'a'",
    #"{"a" 1}"#, "[00000000000000000000000001]",
  ])
  func refusesWhatIsNoJSON(_ text: String) {
    #expect(throws: JSONError.self) { try JSONDocument(parsing: Array(text.utf8)) }
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xC0, 0x80, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0x00, 0x22],
    ] as [[UInt8]])
  func refusesWhatIsNoText(_ bytes: [UInt8]) {
    #expect(throws: JSONError.self) { try JSONDocument(parsing: bytes) }
  }

  @Test func nestsAsDeepAsItSaysAndNoDeeper() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array(repeating: UInt8(ascii: "["), count: depth)
        + Array(repeating: UInt8(ascii: "]"), count: depth)
    }
    let deepest = JSONDocument.deepestNesting

    #expect(
      try JSONWriter.bytes(of: JSONDocument(parsing: nested(deepest)).root) == nested(deepest))
    for depth in [deepest + 1, 10_000, 1_000_000] {
      let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: nested(depth)) }
      #expect(error?.reason.contains("deep") == true, "\(error?.reason ?? "")")
    }
  }

  @Test func aRefusalDoesNotRepeatTheText() {
    let error = #expect(throws: JSONError.self) {
      try JSONDocument(parsing: Array(#"{"token":"s3cret""#.utf8))
    }
    #expect(error?.description.contains("s3cret") == false)
  }

  @Test func aDocumentOutlivesItsBytesAndItsNeighbours() throws {
    let views = try (0..<100).map { number in
      try JSONDocument(parsing: Array("[\(number),\"text \(number)\"]".utf8)).root
    }

    for (number, view) in views.enumerated() {
      #expect(view.first.int == Int64(number))
      #expect(Array(view.elements).last?.string == "text \(number)")
    }
  }

  private func written(_ text: String) throws -> String {
    let document = try JSONDocument(parsing: Array(text.utf8))
    return String(decoding: JSONWriter.bytes(of: document.root), as: UTF8.self)
  }
}
