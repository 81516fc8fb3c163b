import Settings
import Testing

/// What a section's reader accepts, refuses and suggests.
@Suite struct ReaderTests {
  enum Transport: String, CaseIterable {
    case callback
    case longPoll = "long_poll"
    case dual
  }

  @Test func readsEveryKindOfValue() throws {
    let text = """
      name: shop "vk"
      id: -100123
      version: 5.199
      code: "no"
      port: 993
      depth: -3
      enabled: false
      timeout: 500ms
      kept: 400d
      total: 20GiB
      small: 64kB
      transport: long_poll
      objects: [messages, wall]
      ways: [callback, dual]
      base: https://api.vk.ru/method
      token: literal
      nothing:
      """
    let complaints = Sketch(text).complaints { settings in
      #expect(settings.string("name") == "shop \"vk\"")
      #expect(settings.string("id", default: "") == "-100123")
      #expect(settings.optionalString("version") == "5.199")
      #expect(settings.string("code") == "no")
      #expect(settings.int("port", in: 1...65_535) == 993)
      #expect(settings.int("depth", default: 0, in: -5...5) == -3)
      #expect(settings.bool("enabled", default: true) == false)
      #expect(settings.duration("timeout", default: .zero) == .milliseconds(500))
      #expect(settings.duration("kept", default: .zero) == .seconds(400 * 86_400))
      #expect(settings.bytes("total", default: 0) == 20 << 30)
      #expect(settings.bytes("small", default: 0) == 64_000)
      #expect(settings.choice("transport", default: Transport.dual) == .longPoll)
      #expect(settings.strings("objects") == ["messages", "wall"])
      #expect(settings.choices("ways", default: [Transport]()) == [.callback, .dual])
      #expect(settings.url("base", default: "") == "https://api.vk.ru/method")
      #expect(settings.secret("token")?.reveal() == "literal")
      #expect(settings.strings("nothing", default: ["a"]) == [])
    }

    #expect(complaints == [])
  }

  @Test func whatIsAbsentIsTheDefault() {
    let complaints = Sketch("").complaints { settings in
      #expect(settings.string("name", default: "a") == "a")
      #expect(settings.optionalString("name") == nil)
      #expect(settings.int("port", default: 5, in: 1...9) == 5)
      #expect(settings.optionalInt("port") == nil)
      #expect(settings.bool("enabled", default: true) == true)
      #expect(settings.duration("timeout", default: .seconds(3)) == .seconds(3))
      #expect(settings.bytes("total", default: 7) == 7)
      #expect(settings.choice("transport", default: Transport.dual) == .dual)
      #expect(settings.strings("objects", default: ["a"]) == ["a"])
      #expect(settings.url("base", default: "https://a") == "https://a")
      #expect(settings.optionalURL("base") == nil)
      #expect(settings.optionalSecret("token") == nil)
      #expect(settings.optionalSection("imap") { _ in true } == nil)
      #expect(settings.section("smtp") { $0.int("port", default: 25) } == 25)
      #expect(settings.list("channels") { $0.string("name") } == [])
      #expect(settings.has("name") == false)
    }

    #expect(complaints == [])
  }

  @Test func namesEveryMissingKeyAtOnce() {
    let complaints = Sketch("# nothing yet\nimap:\n  host: a").complaints { settings in
      _ = settings.string("name")
      _ = settings.secret("token")
      _ = settings.choice("transport", of: Transport.self)
      _ = settings.section("smtp", required: true) { _ in true }
      _ = settings.section("imap", required: true) { settings in
        _ = settings.string("host")
        return settings.int("port", in: 1...65_535)
      }
    }

    #expect(
      complaints == [
        "E013 1:1 missing key \"name\"", "E013 1:1 missing key \"token\"",
        "E013 1:1 missing key \"transport\"", "E013 1:1 missing key \"smtp\"",
        "E013 2:1 missing key \"port\"",
      ])
  }

  struct Refusal: CustomTestStringConvertible {
    let value: String
    let complaint: String
    let hint: String?

    init(_ value: String, _ complaint: String, _ hint: String?) {
      self.value = value
      self.complaint = complaint
      self.hint = hint
    }

    var testDescription: String { "\(value) → \(complaint)" }

    func check(_ read: (inout SettingsReader) -> Void) {
      let problems = Sketch("other: 1\nkey: \(value)").problems { settings in
        _ = settings.int("other", default: 0)
        read(&settings)
      }
      #expect(problems.map { "\($0.code.rawValue) \($0.message)" } == [complaint])
      #expect(problems.first?.hint == hint)
      #expect(problems.first?.line == 2)
      #expect(problems.first?.column == (value.isEmpty ? 1 : 6))
    }
  }

  @Test(arguments: [
    ("no", "write \"no\""), ("YES", "write \"YES\""), ("on", "write \"on\""),
    ("true", "write \"true\""), ("y", "write \"y\""),
  ])
  func textThatLooksLikeYesOrNoMustBeQuoted(_ value: String, _ hint: String) {
    Refusal(value, "E017 \"key\" must be text, and some take \(value) for yes or no", hint).check {
      #expect($0.string("key") == nil)
    }
  }

  @Test(arguments: [
    "1e3", "0123", "0x1F", "-100123", "1_000", "12:30:45", ".inf", "1.10", "2026-06-06",
  ])
  func textThatLooksLikeANumberIsTakenAsItIsWritten(_ value: String) {
    var read: String?
    let complaints = Sketch("key: \(value)").complaints { read = $0.string("key") }

    #expect(complaints == [])
    #expect(read == value)
  }

  @Test(arguments: [
    Refusal("", "E014 \"key\" must be a single value", "here is nothing"),
    Refusal("~", "E014 \"key\" must be a single value", "here is nothing"),
    Refusal("null", "E014 \"key\" must be a single value", "here is nothing"),
    Refusal("[a]", "E014 \"key\" must be a single value", "here is a list"),
    Refusal("{a: b}", "E014 \"key\" must be a single value", "here is a section"),
  ])
  func whereTextIsWantedNothingElseMayStand(_ refusal: Refusal) {
    let isNothing = ["~", "null"].contains(refusal.value)
    let problems = Sketch("key: \(refusal.value)").problems { #expect($0.string("key") == nil) }

    #expect(problems.map { "\($0.code.rawValue) \($0.message)" } == [refusal.complaint])
    #expect(problems.first?.hint == refusal.hint)
    #expect(problems.first?.column == (isNothing || refusal.value.isEmpty ? 1 : 6))
  }

  @Test(arguments: [
    Refusal("12", "E015 \"key\" is out of range", "1 to 9"),
    Refusal("-1", "E015 \"key\" is out of range", "1 to 9"),
    Refusal("99999999999999999999", "E015 \"key\" is out of range", "1 to 9"),
    Refusal("\"5\"", "E014 \"key\" must be a whole number", "write it without quotes"),
    Refusal("1e3", "E014 \"key\" must be a whole number", "digits only"),
    Refusal("5.0", "E014 \"key\" must be a whole number", "digits only"),
    Refusal("+5", "E014 \"key\" must be a whole number", "digits only"),
    Refusal("1_0", "E014 \"key\" must be a whole number", "digits only"),
    Refusal("٥", "E014 \"key\" must be a whole number", "digits only"),
    Refusal("five", "E014 \"key\" must be a whole number", "digits only"),
    Refusal(
      "05", "E017 \"key\" must be a whole number, and some take 05 for an octal one",
      "write it without the leading zero"),
  ])
  func aWholeNumberIsDigitsWithinBounds(_ refusal: Refusal) {
    refusal.check { #expect($0.int("key", default: 7, in: 1...9) == 7) }
  }

  @Test(arguments: ["yes", "no", "on", "1", "True", "FALSE", "\"true\"", "~x"])
  func aBooleanIsTrueOrFalse(_ value: String) {
    Refusal(value, "E014 \"key\" must be true or false", "in these letters").check {
      #expect($0.bool("key", default: true) == true)
    }
  }

  @Test(arguments: ["7", "s", "7 d", "-1s", "1.5h", "7D", "1h30m", "4000000001s", "٧d"])
  func aTimeSpanIsAWholeNumberAndItsUnit(_ value: String) {
    let hint = "a whole number and its unit: 500ms, 15s, 10m, 24h, 7d, 2w"
    Refusal(value, "E018 \"key\" must be a time span", hint).check {
      #expect($0.duration("key", default: .seconds(1)) == .seconds(1))
    }
  }

  @Test(arguments: ["20", "20GB!", "GiB", "20 GiB", "1.5MiB", "20gib", "4000000000TiB"])
  func aSizeIsAWholeNumberAndItsUnit(_ value: String) {
    let hint = "a whole number and its unit: 64KiB, 50MiB, 20GiB"
    Refusal(value, "E018 \"key\" must be a size", hint).check {
      #expect($0.bytes("key", default: 1) == 1)
    }
  }

  @Test(arguments: [
    Refusal(
      "duel", "E016 \"key\" can't be \"duel\"",
      "did you mean \"dual\"? allowed: callback, long_poll, dual"),
    Refusal(
      "longpoll", "E016 \"key\" can't be \"longpoll\"",
      "did you mean \"long_poll\"? allowed: callback, long_poll, dual"),
    Refusal("webhook", "E016 \"key\" can't be \"webhook\"", "allowed: callback, long_poll, dual"),
  ])
  func aChoiceIsOneOfItsWords(_ refusal: Refusal) {
    refusal.check { #expect($0.choice("key", default: Transport.callback) == .callback) }
  }

  @Test(arguments: [
    Refusal("ftp://a", "E018 \"key\" must be a URL", "begins with https:// or http://"),
    Refusal("api.vk.ru", "E018 \"key\" must be a URL", "begins with https:// or http://"),
    Refusal("https:/a", "E018 \"key\" must be a URL", "begins with https:// or http://"),
    Refusal("https://", "E018 \"key\" must be a URL", "has no host, or a space in it"),
    Refusal("https:///path", "E018 \"key\" must be a URL", "has no host, or a space in it"),
    Refusal("https://a b", "E018 \"key\" must be a URL", "has no host, or a space in it"),
    Refusal("\"https://a\\r\\nX\"", "E018 \"key\" must be a URL", "has no host, or a space in it"),
    Refusal("https://u@a", "E018 \"key\" must be a URL without a user or password", nil),
  ])
  func aURLHasASchemeAndAHost(_ refusal: Refusal) {
    refusal.check { #expect($0.url("key", default: "https://b") == "https://b") }
  }

  @Test func aListNamesTheElementThatIsWrong() {
    let complaints = Sketch("objects: [wall, no, [x]]\nmode: all").complaints { settings in
      #expect(settings.strings("objects") == ["wall"])
      #expect(settings.strings("mode", default: ["a"]) == ["a"])
    }

    #expect(
      complaints == [
        "E017 1:17 \"objects\" must be text, and some take no for yes or no",
        "E014 1:21 \"objects\" must be a single value", "E014 2:7 \"mode\" must be a list",
      ])
  }

  @Test func aReaderMayRefuseForReasonsOfItsOwn() {
    let complaints = Sketch("a: 1\nb: 2").complaints { settings in
      let sum = settings.int("a", default: 0) + settings.int("b", default: 0)
      if sum != 4 { settings.problem("a and b must make 4", at: "b") }
      settings.warning("a is small", at: "a")
      settings.problem("all of it is wrong")
    }

    #expect(
      complaints
        == [
          "E019 1:1 all of it is wrong", "W104 1:4 a is small", "E019 2:4 a and b must make 4",
        ])
  }

  @Test func stopsAtMoreProblemsThanAnybodyReads() {
    let text = (1...1000).map { "key\($0): 1" }.joined(separator: "\n")
    let problems = Sketch(text).problems { _ in }

    #expect(problems.count == 201)
    #expect(problems.last?.message == "more than 200 problems")
  }
}
