import Glibc
import Settings
import Testing

/// One file, what `conf.d` adds, and the environment over both.
@Suite struct SettingsFileTests {
  private func load(
    _ files: [String: Files.File], environment: [String: String] = [:]
  ) -> SettingsFile {
    SettingsFile.load(
      path: "/etc/channeld/channeld.yaml", environment: environment, files: .of(files))
  }

  @Test func laterFilesAddAndReplaceInOrder() {
    let file = load([
      "/etc/channeld/channeld.yaml": .init(
        """
        api: {listen: "1", socket: s}
        channels: [{name: a}]
        level: info
        kept: yes it is
        empty: 1
        """),
      "/etc/channeld/conf.d/20-more.yaml": .init("api: {listen: \"3\"}\nchannels: [{name: c}]"),
      "/etc/channeld/conf.d/10-first.yaml": .init(
        "api:\n  listen: \"2\"\n  compat: none\nchannels: [{name: b}]\nlevel: debug\nempty:"),
      "/etc/channeld/conf.d/.hidden.yaml": .init("level: wrong"),
      "/etc/channeld/conf.d/30-other.yml": .init("level: wrong"),
    ])
    let read = file.read { settings -> [String] in
      let api = settings.section("api") {
        [
          $0.string("listen", default: ""), $0.string("socket", default: ""),
          $0.string("compat", default: ""),
        ]
      }
      let names = settings.list("channels") { $0.string("name") }
      return (api ?? []) + names
        + ["level", "kept", "empty"].map { settings.string($0, default: "") }
    }

    #expect(file.problems == [])
    #expect(read == ["3", "s", "none", "a", "b", "c", "debug", "yes it is", "1"])
  }

  @Test func aProblemNamesTheFileItIsIn() {
    let file = load([
      "/etc/channeld/channeld.yaml": .init("api: {port: 1}\na: 1"),
      "/etc/channeld/conf.d/a.yaml": .init("\napi: {port: x}"),
      "/etc/channeld/conf.d/b.yaml": .init("b: 1"),
    ])
    _ = file.read { $0.section("api") { $0.int("port", default: 1) } }

    #expect(
      file.problems.map { "\($0.file):\($0.line ?? 0):\($0.column ?? 0) \($0.message)" } == [
        "/etc/channeld/channeld.yaml:2:1 unknown key \"a\"",
        "/etc/channeld/conf.d/a.yaml:2:13 \"port\" must be a whole number",
        "/etc/channeld/conf.d/b.yaml:1:1 unknown key \"b\"",
      ])
  }

  @Test func everyFileThatIsWrongIsNamed() {
    let file = load([
      "/etc/channeld/channeld.yaml": .init("a: ["),
      "/etc/channeld/conf.d/a.yaml": .init("a: &b 1"),
      "/etc/channeld/conf.d/b.yaml": .init(bytes: [0x61, 0x3A, 0x20, 0x62, 0x0A, 0x61, 0xFF]),
    ])

    #expect(
      file.problems.map { "\($0.code.rawValue) \($0.line ?? 0):\($0.column ?? 0)" } == [
        "E001 1:5", "E005 1:4", "E003 2:2",
      ])
  }

  @Test func theEnvironmentOverridesSingleValues() {
    let file = load(
      ["/etc/channeld/channeld.yaml": .init("api: {listen: a}\ntop: 1\nlog: {level: info}")],
      environment: [
        "CHANNELD_API_LISTEN": "no", "CHANNELD_TOP": "2", "CHANNELD_LOG_LEVEL": "",
        "CHANNELD_INGRESS_PUBLIC_URL": "https://h", "CHANNELD_INGRESS_TRUSTED_PROXIES": "a, b",
        "CHANNELD_INGRESS_ON": "true", "CHANNELD_API_SECRET": "${env:S}", "S": "s3cret",
      ])
    let read = file.read { settings -> Bool? in
      #expect(settings.int("top", default: 0) == 2)
      _ = settings.section("api") {
        #expect($0.string("listen") == "no")
        #expect($0.secret("secret")?.reveal() == "s3cret")
      }
      _ = settings.section("log") { #expect($0.string("level", default: "x") == "") }
      _ = settings.section("ingress") {
        #expect($0.optionalURL("public_url") == "https://h")
        #expect($0.strings("trusted_proxies") == ["a", "b"])
        #expect($0.bool("on", default: false) == true)
      }
      return true
    }

    #expect(file.problems == [])
    #expect(read == true)
  }

  @Test func whatStandsInAListIsNotOverridden() {
    let file = load(
      ["/etc/channeld/channeld.yaml": .init("channels: [{name: a, imap: {host: h}}]")],
      environment: ["CHANNELD_CHANNELS_NAME": "b", "CHANNELD_CHANNELS_IMAP_HOST": "c"])
    let read = file.read { settings in
      settings.list("channels") { channel in
        [channel.string("name"), channel.section("imap") { $0.string("host") }]
      }
    }

    #expect(read == [["a", "h"]])
  }

  @Test func aVariableThatOverridesNothingIsAWarning() {
    let file = load(
      ["/etc/channeld/channeld.yaml": .init("api: {listen: a}")],
      environment: ["CHANNELD_API_LISTN": "hunter2", "PATH": "/bin"])
    let read = file.read { $0.section("api") { $0.string("listen") } }

    #expect(read == "a")
    #expect(
      file.problems.rendered() == """
        warning[W102]: $CHANNELD_API_LISTN overrides nothing
         --> $CHANNELD_API_LISTN
          = did you mean $CHANNELD_API_LISTEN?

        1 warning

        """)
  }

  @Test func aFileThatCannotBeReadIsOneClearProblem() throws {
    try withTemporaryFolder { folder in
      func complaint(_ name: String) -> [String] {
        SettingsFile.load(path: "\(folder)/\(name)", environment: [:]).problems
          .map { "\($0.code.rawValue) \($0.file.dropFirst(folder.count + 1)) \($0.message)" }
      }
      mkdir("\(folder)/folder", 0o700)
      mkfifo("\(folder)/pipe", 0o600)
      try write(String(repeating: "#", count: 1 << 20), to: "\(folder)/largest")
      try write(String(repeating: "#", count: (1 << 20) + 1), to: "\(folder)/larger")
      try write([0x61, 0xFF], to: "\(folder)/latin")

      #expect(complaint("none") == ["E002 none the file does not exist"])
      #expect(complaint("latin/none") == ["E002 latin/none the file does not exist"])
      #expect(complaint("folder") == ["E002 folder the file is a folder"])
      #expect(complaint("pipe") == ["E002 pipe the file is no regular file"])
      #expect(complaint("larger") == ["E004 larger the file is larger than 1048576 bytes"])
      #expect(complaint("latin") == ["E003 latin the file is not UTF-8"])
      #expect(complaint("largest") == [])
    }
  }

  @Test func anUnreadableFileSaysWhy() {
    let files = Files(
      read: { (_, _) throws(Files.Failure) in throw .unreadable(reason: "Permission denied") },
      names: { (_) throws(Files.Failure) in throw .unreadable(reason: "Permission denied") })
    let file = SettingsFile.load(path: "a.yaml", environment: [:], files: files)

    #expect(
      file.problems.map { "\($0.file) \($0.message)" } == [
        "./conf.d the folder can't be read: Permission denied",
        "a.yaml the file can't be read: Permission denied",
      ])
  }

  @Test func readsARealFolderInOrder() throws {
    try withTemporaryFolder { folder in
      mkdir("\(folder)/conf.d", 0o700)
      try write("list: [a]\nlast: a", to: "\(folder)/channeld.yaml")
      for name in ["c", "b", "d"] {
        try write("list: [\(name)]\nlast: \(name)", to: "\(folder)/conf.d/\(name).yaml")
      }
      let file = SettingsFile.load(path: "\(folder)/channeld.yaml", environment: [:])
      let read = file.read { $0.strings("list") + [$0.string("last", default: "")] }

      #expect(file.problems == [])
      #expect(read == ["a", "b", "c", "d", "d"])
    }
  }

  @Test func theDocumentedConfigurationIsWithinTheSubset() throws {
    let sketch = Sketch(documented)
    let problems = sketch.problems { settings in
      #expect(settings.int("version", default: 0) == 1)
      _ = settings.optionalString("project_id")
      let keys = settings.section("api") { api in
        _ = api.string("listen", default: "")
        return api.list("keys") { $0.strings("scopes") }
      }
      #expect(keys == [["read", "send"], ["read", "manage", "admin"]])
      let channels = settings.list("channels", ChannelSection.init(reading:))
      #expect(channels.map(\.name) == ["shop-vk", "helpdesk-mail"])
      for var channel in channels { channel.settings.leaveUnchecked() }
    }

    #expect(problems.filter { $0.code != .unknownKey } == [])
    #expect(
      problems.map(\.message)
        == ["name", "secret", "name", "secret"].map { "unknown key \"\($0)\"" })
  }

  private let documented = """
    version: 1
    project_id: "550e8400-e29b-41d4-a716-446655440000"

    api:
      listen: 127.0.0.1:8470
      keys:
        - {name: desk,  scopes: [read, send],          secret: "${cred:api_key_desk}"}
        - {name: ops,   scopes: [read, manage, admin], secret: "${cred:api_key_ops}"}

    channels:
      - name: shop-vk
        id: "0b9b7c1e-6f3a-4d57-9a51-1f6f2f0c1a01"
        type: vk
        group_id: 123456
        token: "${cred:vk_token}"
        api_version: "5.199"
        transport: dual                 # callback | long_poll | dual
        limits: {per_second: 20}        # overrides the adapter's own
        objects: [messages, wall, board, likes, polls]

      - name: helpdesk-mail
        type: email
        from_name: Поддержка
        imap: {host: imap.yandex.ru, port: 993, mailboxes: [INBOX, Sent], idle: true}
        filters:
          - {action: exclude, field: sender, value: "noreply@"}
    """
}
