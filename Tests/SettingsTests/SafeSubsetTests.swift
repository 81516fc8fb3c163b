import Settings
import Testing

/// What is refused before any key is asked for, and exactly where.
@Suite struct SafeSubsetTests {
  struct Refusal: CustomTestStringConvertible {
    let text: String
    let complaint: String

    init(_ text: String, _ complaint: String) {
      self.text = text
      self.complaint = complaint
    }

    var testDescription: String { "\(text.debugDescription.prefix(60)) → \(complaint)" }
  }

  @Test(arguments: [
    Refusal("a: &x 1", "E005 1:4 anchors are not read"),
    Refusal("a:\t*x", "E005 1:4 aliases are not read"),
    Refusal("a: b\t# *x\nc: *x", "E005 2:4 aliases are not read"),
    Refusal("a: 1\nb: *x", "E005 2:4 aliases are not read"),
    Refusal("a:\n  - b\n  - *x", "E005 3:5 aliases are not read"),
    Refusal("a: [b, *x]", "E005 1:8 aliases are not read"),
    Refusal("a: {b: *x}", "E005 1:8 aliases are not read"),
    Refusal("a: {\"b\":*x}", "E005 1:9 aliases are not read"),
    Refusal("*x : 1", "E005 1:1 aliases are not read"),
    Refusal("a: !!str 1", "E005 1:4 tags are not read"),
    Refusal("a: !ruby/object {}", "E005 1:4 tags are not read"),
    Refusal("a: !!binary aGk=", "E005 1:4 tags are not read"),
    Refusal("a: |\n  text *no\nb: &x 1", "E005 3:4 anchors are not read"),
    Refusal("- a: |\n    text\n  b: &x 1", "E005 3:6 anchors are not read"),
    Refusal("a: 'it''s * fine'\nb: \"and \\\" & this\"\nc: !x 1", "E005 3:4 tags are not read"),
    Refusal("a: \"two\n  lines *\"\nb: *x", "E005 3:4 aliases are not read"),
    Refusal("# *x\na: b # &c\nd: &e f", "E005 3:4 anchors are not read"),
    Refusal("? a\n: b", "E005 1:1 complex keys are not read"),
    Refusal("[a]: b", "E005 1:1 a key must be a plain word"),
    Refusal("{a: b}: c", "E005 1:1 a key must be a plain word"),
    Refusal("\"\": b", "E005 1:1 a key must be a plain word"),
    Refusal("a: 1\n<<: {b: 2}", "E005 2:1 merge keys are not read"),
    Refusal("%YAML 1.1\n---\na: 1", "E005 1:1 directives are not read"),
    Refusal("---\na: 1\n---\nb: 2", "E005 3:1 second documents are not read"),
    Refusal("a: 1\n...\nb: 2", "E005 3:1 second documents are not read"),
  ])
  func refusesWhatIsOutsideTheSubset(_ refusal: Refusal) {
    #expect(Sketch(refusal.text).complaints { _ in } == [refusal.complaint])
  }

  @Test(arguments: [
    Refusal("a: 1\nb: 2\na: 3", "E011 3:1 key \"a\" stands twice in one section"),
    Refusal("x:\n  a: 1\n  b: {a: 2}\n  a: 3", "E011 4:3 key \"a\" stands twice in one section"),
    Refusal("x: {a: 1, b: 2, a: 3}", "E011 1:17 key \"a\" stands twice in one section"),
    Refusal("a: 1\n\n# a: 2\n\"a\": 3", "E011 4:1 key \"a\" stands twice in one section"),
    Refusal("l:\n  - a: 1\n    a: 2", "E011 3:5 key \"a\" stands twice in one section"),
  ])
  func refusesAKeyThatStandsTwice(_ refusal: Refusal) {
    #expect(Sketch(refusal.text).complaints { _ in } == [refusal.complaint])
  }

  @Test(arguments: [
    Refusal("a: [1, 2", "E001 1:9 "),
    Refusal("a: \"open\nb: 2", "E001 2:5 "),
    Refusal("a: 1\n\tb: 2", "E001 2:1 "),
    Refusal("a: 1\n  b: 2", "E001 2:4 "),
    Refusal("a: }", "E001 1:4 "),
    Refusal("a: @b", "E001 1:4 "),
    Refusal("a: \"\\q\"", "E001 1:5 "),
    Refusal(String(repeating: "[", count: 5000), "E001 1:1 "),
  ])
  func saysWhereTheTextIsNoYAML(_ refusal: Refusal) {
    let complaints = Sketch(refusal.text).complaints { _ in }
    #expect(complaints.count == 1)
    #expect(complaints.first?.hasPrefix("\(refusal.complaint)not valid YAML: ") == true)
  }

  @Test func refusesTabsWithAWordOnSpaces() {
    let problem = Sketch("a:\n\tb: 2").problems { _ in }.first
    #expect(problem?.help == "indent with spaces: YAML forbids tabs there")
  }

  @Test(arguments: [
    Refusal("a: b\u{7}c", "E003 1:5 the file holds the control character U+7"),
    Refusal("a: 1\r\nb: \u{1B}[2J", "E003 2:4 the file holds the control character U+1B"),
    Refusal("a: \u{0}", "E003 1:4 the file holds the control character U+0"),
    Refusal(
      "a: " + String(repeating: "[", count: 32) + String(repeating: "]", count: 32),
      "E004 1:35 more than 32 levels deep"),
    Refusal(
      "a: [" + String(repeating: "b,", count: 50_000) + "]",
      "E004 1:100001 more than 50000 values"),
    Refusal("- a", "E014 1:1 the file must be a section of keys"),
    Refusal("a", "E014 1:1 the file must be a section of keys"),
  ])
  func refusesWhatIsNoConfigurationAtAll(_ refusal: Refusal) {
    #expect(Sketch(refusal.text).complaints { _ in } == [refusal.complaint])
  }

  @Test func aBombOfAliasesIsNotEvenLaidOut() {
    let levels = (1...30).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]" }
    let text = (["a0: &a0 [x]"] + levels + ["? *a30", ": x"]).joined(separator: "\n")

    #expect(Sketch(text).complaints { _ in } == ["E005 1:5 anchors are not read"])
  }

  @Test(arguments: [
    "", "\n\n", "# nothing\n", "---\n", "{}", "\u{FEFF}", "--- # a word\n# more\n...\n",
  ])
  func anEmptyTextIsAnEmptyConfiguration(_ text: String) {
    #expect(Sketch(text).complaints { _ in } == [])
  }

  @Test func whatLooksForbiddenMayStandInText() {
    let text = """
      \u{FEFF}---
      plain: a * b & c ! d
      glob: "*"
      quoted: '&x *y !z'
      block: |
        *bold* &amp; !important
        ---
        - "unclosed

        &last
      folded: >-
        !a
        *b
      list: [a*b, "*", {k: v&w}]
      mixed: x*y # *z
      -key: a
      long: "one \\
        *two*"
      """
    var read: [String: String] = [:]
    let complaints = Sketch(text).complaints { settings in
      for key in ["plain", "glob", "quoted", "block", "folded", "mixed", "-key", "long"] {
        read[key] = settings.string(key)
      }
      _ = settings.optionalSection("list") { _ in true }
    }

    #expect(complaints == ["E014 14:1 \"list\" must be a section"])
    #expect(
      read == [
        "plain": "a * b & c ! d", "glob": "*", "quoted": "&x *y !z", "mixed": "x*y", "-key": "a",
        "block": "*bold* &amp; !important\n---\n- \"unclosed\n\n&last\n", "folded": "!a *b",
        "long": "one *two*",
      ])
  }
}
