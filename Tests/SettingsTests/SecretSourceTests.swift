import Glibc
import Settings
import Testing

/// Where secrets are looked for, and when they are refused.
@Suite struct SecretSourceTests {
  private let folder = "/run/credentials/channeld.service"

  private func sketch(_ value: String) -> Sketch {
    var sketch = Sketch("key: \(value)")
    sketch.environment = [
      "CREDENTIALS_DIRECTORY": folder, "TOKEN": "from env", "EMPTY": "", "TWO": "a\nb",
    ]
    sketch.files = [
      "\(folder)/vk": .init("vk token\n", mode: 0o444),
      "\(folder)/secret_tg": .init("tg token\r\n"),
      "\(folder)/both": .init("first"), "\(folder)/secret_both": .init("second"),
      "\(folder)/two_lines": .init("a\nb\n"), "\(folder)/two_breaks": .init("a\n\n"),
      "\(folder)/empty": .init("\n"), "\(folder)/tab": .init("a\tb"),
      "\(folder)/latin": .init(bytes: [0xE9, 0x74, 0xE9]),
      "\(folder)/large": .init(String(repeating: "a", count: 65_537)),
      "/etc/channeld/secrets/mail": .init("mail password", mode: 0o640),
      "/srv/open": .init("open", mode: 0o604), "/srv/closed": .init(" spaces stay \n"),
    ]
    return sketch
  }

  @Test(arguments: [
    ("${cred:vk}", "vk token"), ("\"${cred:tg}\"", "tg token"), ("${cred:both}", "first"),
    ("${file:secrets/mail}", "mail password"), ("${file:/srv/closed}", " spaces stay "),
    ("${env:TOKEN}", "from env"), ("a literal one", "a literal one"), ("12345", "12345"),
    ("$TOKEN", "$TOKEN"),
  ])
  func findsWhatAReferencePointsTo(_ value: String, _ secret: String) {
    var found: Secret?
    let file = sketch(value).file { found = $0.secret("key") }

    #expect(file.problems == [])
    #expect(found?.reveal() == secret)
    #expect(file.mask.masked("<\(secret)>") == "<•••>")
  }

  struct Refusal: CustomTestStringConvertible {
    let value: String
    let message: String
    let hint: String?
    let help: String?

    init(_ value: String, _ message: String, hint: String? = nil, help: String? = nil) {
      self.value = value
      self.message = message
      self.hint = hint
      self.help = help
    }

    var testDescription: String { value }
  }

  @Test(arguments: [
    Refusal(
      "${cred:none}", "E021 credential \"none\" not found",
      hint: "looked in $CREDENTIALS_DIRECTORY (/run/credentials/channeld.service)",
      help: "add to the unit  LoadCredential=none:/etc/channeld/secrets/none"),
    Refusal(
      "${file:none}", "E021 secret file not found", hint: "looked at /etc/channeld/none"),
    Refusal("${env:NONE}", "E021 environment variable \"NONE\" is not set"),
    Refusal(
      "${file:/srv/open}", "E022 secret file is open to everybody on this machine",
      hint: "/srv/open", help: "chmod o= /srv/open"),
    Refusal("${cred:empty}", "E022 credential \"empty\" is empty"),
    Refusal("${env:EMPTY}", "E022 $EMPTY is empty"),
    Refusal("\"\"", "E022 the secret is empty"),
    Refusal(
      "${cred:two_lines}",
      "E022 credential \"two_lines\" holds a control character or a second line"),
    Refusal(
      "${cred:two_breaks}",
      "E022 credential \"two_breaks\" holds a control character or a second line"),
    Refusal("${cred:tab}", "E022 credential \"tab\" holds a control character or a second line"),
    Refusal("${env:TWO}", "E022 $TWO holds a control character or a second line"),
    Refusal("\"a\\tb\"", "E022 the secret holds a control character or a second line"),
    Refusal("${cred:latin}", "E022 credential \"latin\" is not UTF-8 text"),
    Refusal(
      "${cred:large}", "E022 credential \"large\" is larger than 65536 bytes",
      hint: "in /run/credentials/channeld.service"),
    Refusal(
      "${vault:x}", "E023 no reference to a secret",
      hint: "write ${cred:NAME}, ${file:PATH} or ${env:NAME}"),
    Refusal(
      "${cred:../../shadow}", "E023 no reference to a secret",
      hint: "write ${cred:NAME}, ${file:PATH} or ${env:NAME}"),
    Refusal(
      "${cred:}", "E023 no reference to a secret",
      hint: "write ${cred:NAME}, ${file:PATH} or ${env:NAME}"),
    Refusal(
      "${TOKEN}", "E023 no reference to a secret",
      hint: "write ${cred:NAME}, ${file:PATH} or ${env:NAME}"),
    Refusal("bot${env:TOKEN}", "E023 a reference to a secret stands alone in its value"),
    Refusal("${env:TOKEN", "E023 a reference to a secret stands alone in its value"),
    Refusal(
      "off", "E017 \"key\" must be text, and some take off for yes or no", hint: "write \"off\""),
    Refusal("[a]", "E014 \"key\" must be a single value", hint: "here is a list"),
  ])
  func refusesASecretThatIsMissingOrUnfit(_ refusal: Refusal) {
    let problems = sketch(refusal.value).problems { #expect($0.secret("key") == nil) }

    #expect(problems.map { "\($0.code.rawValue) \($0.message)" } == [refusal.message])
    #expect(problems.first?.hint == refusal.hint)
    #expect(problems.first?.help == refusal.help)
    #expect(problems.first?.line == 1)
    #expect(problems.first?.column == 6)
  }

  @Test func saysThatSystemdGaveNoCredentials() {
    let problems = Sketch("key: ${cred:vk}").problems { _ = $0.secret("key") }

    #expect(problems.map(\.hint) == ["$CREDENTIALS_DIRECTORY is not set"])
  }

  @Test(arguments: [
    "123456789:AAF0abcdefghijklmnopqrstuvwxyz012345", "vk1.a.Zm9vYmFyYmF6cXV4",
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "0123456789abcdef0123456789abcdef",
  ])
  func warnsOfATokenInTheOpen(_ token: String) {
    let file = Sketch("key: \(token)").file { #expect($0.secret("key")?.reveal() == token) }

    #expect(file.problems.map(\.code) == [.literalSecret])
    #expect(file.problems.map(\.severity) == [.warning])
    #expect(!file.problems.rendered().contains(token))
  }

  /// The same against files that exist.
  @Test func readsRealFiles() throws {
    try withTemporaryFolder { folder in
      try write("s3cret\n", to: "\(folder)/mine", mode: 0o600)
      try write("s3cret\n", to: "\(folder)/everybodys", mode: 0o644)
      mkdir("\(folder)/folder", 0o700)
      mkfifo("\(folder)/pipe", 0o600)
      try write(
        """
        mine: ${file:mine}
        everybodys: ${file:everybodys}
        folder: ${file:folder}
        pipe: ${file:pipe}
        none: ${file:none}
        cred: ${cred:mine}
        """, to: "\(folder)/channeld.yaml", mode: 0o644)
      let file = SettingsFile.load(
        path: "\(folder)/channeld.yaml", environment: ["CREDENTIALS_DIRECTORY": folder])
      _ = file.read { settings -> Bool? in
        #expect(settings.secret("mine")?.reveal() == "s3cret")
        #expect(settings.secret("cred")?.reveal() == "s3cret")
        for key in ["everybodys", "folder", "pipe", "none"] {
          #expect(settings.secret(key) == nil)
        }
        return true
      }

      #expect(
        file.problems.map(\.message) == [
          "secret file is open to everybody on this machine", "secret file is a folder",
          "secret file is no regular file", "secret file not found",
        ])
      #expect(file.problems.map(\.line) == [2, 3, 4, 5])
    }
  }
}
