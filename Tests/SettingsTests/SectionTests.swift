import Settings
import Testing

/// How sections nest, and what is unknown in them.
@Suite struct SectionTests {
  private let channels = """
    channels:
      - name: shop
        type: vk
        tranport: dual
        imap: {host: a, prot: 1}
      - {name: bot, type: tg, id: "7", zzz: 1}
    chanels: 1
    """

  @Test func anUnknownKeyNamesItsNearestNeighbour() {
    let problems = Sketch(channels).problems { settings in
      _ = settings.list("channels") { channel -> Bool? in
        _ = channel.string("name")
        _ = channel.string("type")
        _ = channel.optionalString("id")
        _ = channel.string("transport", default: "dual")
        return channel.section("imap") { imap in
          _ = imap.string("host", default: "")
          _ = imap.int("port", default: 993)
          return true
        }
      }
    }

    #expect(
      problems.map { "\($0.line ?? 0):\($0.column ?? 0) \($0.message) \($0.hint ?? "")" } == [
        "4:5 unknown key \"tranport\" did you mean \"transport\"?",
        "5:21 unknown key \"prot\" did you mean \"port\"?",
        "6:36 unknown key \"zzz\" known here: id, imap, name, transport, type",
        "7:1 unknown key \"chanels\" did you mean \"channels\"?",
      ])
    #expect(problems.allSatisfy { $0.code == .unknownKey })
  }

  @Test(arguments: [
    ("Transport", "transport"), ("trnasport", "transport"), ("api-base", "api_base"),
    ("tkoen", "token"), ("objecst", "objects"), ("ide", "id"),
  ])
  func aSlipOfThePenIsUnderstood(_ typed: String, _ meant: String) {
    let problems = Sketch("\(typed): 1").problems { settings in
      for key in ["transport", "api_base", "token", "objects", "id", "name"] {
        _ = settings.optionalString(key)
      }
    }

    #expect(problems.map(\.hint) == ["did you mean \"\(meant)\"?"])
  }

  @Test func anAdapterReadsItsOwnPartOfAChannel() throws {
    struct Bot {
      let token: Secret
      init?(reading settings: inout SettingsReader) {
        guard let token = settings.secret("token") else { return nil }
        self.token = token
      }
    }
    let text = "channels:\n  - {name: bot, id: \"7\", type: tg, token: s3cret, tokem: 1}"
    let file = SettingsFile.parse(text)
    let bot = file.read { settings -> Bot? in
      let channels = settings.list("channels", ChannelSection.init(reading:))
      guard var channel = channels.first else { return nil }
      #expect(channel.name == "bot")
      #expect(channel.id == "7")
      #expect(channel.type == "tg")
      let bot = Bot(reading: &channel.settings)
      #expect(bot?.token.reveal() == "s3cret")
      return bot
    }

    #expect(bot == nil)
    #expect(file.problems.map(\.message) == ["unknown key \"tokem\""])
  }

  @Test func aChannelOfAPlatformThatIsNotThereIsLeftAlone() {
    let complaints = Sketch(channels.replacing("chanels: 1", with: "")).complaints { settings in
      for var channel in settings.list("channels", ChannelSection.init(reading:)) {
        channel.settings.problem("no platform is called that", at: "type")
        channel.settings.leaveUnchecked()
      }
    }

    #expect(
      complaints == [
        "E019 3:11 no platform is called that", "E019 6:23 no platform is called that",
      ])
  }

  @Test func aChannelWithoutANameSaysNothingElse() {
    let complaints = Sketch("channels:\n  - type: vk\n    group: 1").complaints { settings in
      #expect(settings.list("channels", ChannelSection.init(reading:)).isEmpty)
    }

    #expect(complaints == ["E013 2:5 missing key \"name\""])
  }

  @Test func anEmptySectionOrListIsOne() {
    let complaints = Sketch("api:\nchannels:\nsmtp: ~").complaints { settings in
      #expect(settings.section("api") { $0.int("port", default: 1) } == 1)
      #expect(settings.optionalSection("smtp") { $0.int("port", default: 2) } == 2)
      #expect(settings.list("channels") { $0.string("name") } == [])
    }

    #expect(complaints == [])
  }

  @Test func whatIsNoSectionOrListIsRefused() {
    let complaints = Sketch("api: 1\nsmtp: [a]\nchannels: {a: b}\nkeys: [a, {name: b}]").complaints
    {
      #expect($0.section("api") { _ in true } == nil)
      #expect($0.optionalSection("smtp") { _ in true } == nil)
      #expect($0.list("channels") { _ in true } == [])
      #expect($0.list("keys") { $0.string("name") } == ["b"])
    }

    #expect(
      complaints == [
        "E014 1:1 \"api\" must be a section", "E014 2:1 \"smtp\" must be a section",
        "E014 3:1 \"channels\" must be a list", "E014 4:8 \"keys\" must be a section",
      ])
  }

  @Test func nothingIsMadeOfAConfigurationWithErrors() {
    #expect(SettingsFile.parse("a: 1").read { $0.int("a", default: 0) } == 1)
    #expect(SettingsFile.parse("a: 1\nb: 2").read { $0.int("a", default: 0) } == nil)
    #expect(SettingsFile.parse("a: [").read { _ in Issue.record("was read") } == nil)
  }
}
