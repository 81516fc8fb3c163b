import Testing

/// The rules see what they are there to see.
@Suite struct RulesTests {
  @Test func commentsAndQuotesAreNoCode() {
    let source = SwiftSource(
      "Sources/JSON/X.swift",
      ##"""
      import Foundation // import GRDB
      let url = "https://x" /* sleep( /* nested */ sleep( */ + "sleep(\(sleep("a")))"
      let raw = #"a "quoted" \(thing)"#; let text = """
        func none() { "
        """
      """##)

    #expect(source.imports == ["Foundation"])
    #expect(source.code[1] == #"let url = "https://x"  + "sleep(\(sleep("a")))""#)
    #expect(source.skeleton[1] == #"let url = ""  + "\(sleep(""))""#)
    #expect(source.skeleton[2] == ##"let raw = #""#; let text = """"##)
    #expect(source.skeleton[3].isEmpty)
    #expect(source.functions.isEmpty)
  }

  @Test func everyLineStaysWhereItWas() {
    let text = #"""
      let cut = """
        one \
        two \"""
        """ /*
      */ let last = "\\"
      """#
    let source = SwiftSource("Sources/JSON/X.swift", text)

    #expect(source.code.count == 5 && source.skeleton.count == 5)
    #expect(source.skeleton.last == " let last = \"\"")
  }

  @Test func aWordIsNoMiddleOfAnother() {
    #expect("group.addTask {"[...].holds(oneOf: ["Task {"]) == false)
    #expect("  Task { run() }"[...].holds(oneOf: ["Task {"]))
    #expect("try await Task.sleep(for: limit)"[...].holds(oneOf: ["sleep("]))
  }

  @Test func functionsAreMeasuredByTheirBraces() {
    let source = SwiftSource(
      "Sources/JSON/X.swift",
      """
      struct X {
        init(a: Int) { self.init() }
        func long(
          _ work: () -> Void
        ) {
          if true { work() }
          work()
        }
        let closure = { 1 }
      }
      """)

    #expect(source.functions == [.init(line: 2, length: 1), .init(line: 3, length: 6)])
  }

  @Test func aWrongArrowIsSeen() {
    let levels = Dictionary(uniqueKeysWithValues: House.rooms.map { ($0.name, $0.level) })

    #expect(levels.count == House.rooms.count)
    #expect(levels["Relay"] ?? 0 > levels["Store"] ?? 0)
    #expect(!House.rooms.contains { $0.name == "Relay" && $0.rooms.contains("SQLiteStore") })
  }
}
