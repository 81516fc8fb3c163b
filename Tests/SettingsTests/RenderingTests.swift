import Settings
import Testing

/// What people see of a problem.
@Suite struct RenderingTests {
  enum Transport: String, CaseIterable {
    case callback
    case longPoll = "long_poll"
    case dual
  }

  /// The two problems that the documentation shows, at the lines and columns it shows.
  @Test func showsTheProblemsAsDocumented() {
    let before = String(repeating: "\n", count: 43)
    var sketch = Sketch(
      before + """
        channels:
          - name: shop-vk
            type: vk
            tranport: dual                 # callback | long_poll | dual
          - name: support-bot
            type: tg
            token: "${cred:tg_token}"

        """)
    sketch.environment = ["CREDENTIALS_DIRECTORY": "/run/credentials/channeld.service"]
    let problems = sketch.problems { settings in
      for var channel in settings.list("channels", ChannelSection.init(reading:)) {
        _ = channel.settings.choice("transport", default: Transport.dual)
        if channel.type == "tg" { _ = channel.settings.secret("token") }
      }
    }

    #expect(
      problems.rendered() == """
        error[E012]: unknown key "tranport"
          --> /etc/channeld/channeld.yaml:47:5
           |
        47 |     tranport: dual                 # callback | long_poll | dual
           |     ^^^^^^^^ did you mean "transport"?

        error[E021]: credential "tg_token" not found
          --> /etc/channeld/channeld.yaml:50:12
           |
        50 |     token: "${cred:tg_token}"
           |            ^^^^^^^^^^^^^^^^^^ looked in $CREDENTIALS_DIRECTORY \
        (/run/credentials/channeld.service)
           = help: add to the unit  LoadCredential=tg_token:/etc/channeld/secrets/tg_token

        2 errors

        """)
  }

  @Test func showsAFileWithoutALine() {
    let file = SettingsFile.load(path: "/etc/none.yaml", environment: [:], files: .of([:]))

    #expect(
      file.problems.first?.rendered() == """
        error[E002]: the file does not exist
         --> /etc/none.yaml

        """)
  }

  @Test func showsAnOverrideByItsVariable() {
    var sketch = Sketch("api: {port: 1}")
    sketch.environment = ["CHANNELD_API_PORT": "x"]
    let problems = sketch.problems { _ = $0.section("api") { $0.int("port", default: 0) } }

    #expect(
      problems.first?.rendered() == """
        error[E014]: "port" must be a whole number
         --> $CHANNELD_API_PORT
          = digits only

        """)
  }

  @Test func coloursAreForTerminals() {
    let place = Problem.Place("a", .init(line: 1, column: 1, length: 1, sourceLine: "b"))
    let error = Problem(.unknownKey, "m", at: place, help: "h")

    #expect(
      error.rendered(color: true) == """
        \u{1B}[1;31merror[E012]\u{1B}[0m\u{1B}[1m: m\u{1B}[0m
         \u{1B}[1;34m-->\u{1B}[0m a:1:1
          \u{1B}[1;34m|\u{1B}[0m
        \u{1B}[1;34m1\u{1B}[0m \u{1B}[1;34m|\u{1B}[0m b
          \u{1B}[1;34m|\u{1B}[0m \u{1B}[1;31m^\u{1B}[0m
          \u{1B}[1;34m=\u{1B}[0m help: h

        """)
    let warning = Problem(.doubtful, "m", at: Problem.Place("a"))
    #expect(warning.rendered(color: true).hasPrefix("\u{1B}[1;33mwarning[W104]"))
  }

  @Test func nothingInAFileSteersTheTerminal() {
    let line = "a\u{1B}[2Jb\u{9B}c\u{7}\u{202E}d\te"
    let place = Problem.Place(
      "f\nile", .init(line: 1, column: 10, length: 1, sourceLine: line))
    let text = Problem(.refused, line, at: place, hint: line, help: line).rendered()

    for scalar in text.unicodeScalars where scalar != "\n" {
      #expect(![.control, .format].contains(scalar.properties.generalCategory))
    }
    #expect(text.split(separator: "\n").count == 6)
  }

  @Test(arguments: [
    ("название: магазин", 11, 7, "          ^^^^^^^"),
    ("и\u{306}: \u{65}\u{301}x", 5, 3, "   ^^"),
    ("🎈🎈: x", 5, 1, "      ^"),
    ("\ta: x", 5, 1, "    ^"),
    ("a", 40, 3, " ^"),
  ])
  func caretsStandUnderWhatTheyMean(
    _ line: String, _ column: Int, _ length: Int, _ carets: String
  ) {
    let span = Problem.Span(line: 1, column: column, length: length, sourceLine: line)
    let lines = Problem(.refused, "m", at: Problem.Place("f", span)).rendered()
      .split(separator: "\n")

    #expect(lines.last == "  | \(carets)")
  }

  @Test func aLongLineIsShownAroundThePlace() {
    let line = String(repeating: "a", count: 1000) + "b" + String(repeating: "c", count: 1000)
    let place = Problem.Place(
      "f", .init(line: 1, column: 1001, length: 500, sourceLine: line))
    let lines = Problem(.refused, "m", at: place).rendered().split(separator: "\n")

    #expect(
      lines[3] == "1 | …\(String(repeating: "a", count: 60))b\(String(repeating: "c", count: 99))…")
    #expect(
      lines[4] == "  | \(String(repeating: " ", count: 61))\(String(repeating: "^", count: 100))")
  }

  @Test func countsWhatItShows() {
    let place = Problem.Place("f")
    let error = Problem(.refused, "m", at: place)
    let warning = Problem(.doubtful, "m", at: place)

    #expect([Problem]().summary == "no problems")
    #expect([error].summary == "1 error")
    #expect([error, warning, error].summary == "2 errors, 1 warning")
    #expect([warning, warning].summary == "2 warnings")
  }

  @Test func aNumberSaysHowBadItIs() {
    for code in Problem.Code.allCases {
      #expect(code.severity == (code.rawValue.hasPrefix("W") ? .warning : .error))
      #expect(code.rawValue.count == 4)
    }
  }
}
