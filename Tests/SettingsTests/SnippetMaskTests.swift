import Settings
import Testing

/// No line that is shown beside a problem shows a secret.
@Suite struct SnippetMaskTests {
  struct Leak: CustomTestStringConvertible {
    let line: String
    let shown: String

    init(_ line: String, _ shown: String) {
      self.line = line
      self.shown = shown
    }

    var testDescription: String { line }
  }

  @Test(arguments: [
    Leak("token: hunter2", "token: •••"),
    Leak("token: hunter2 and more # why", "token: ••• # why"),
    Leak("token: hunter2, with a comma", "token: •••"),
    Leak("token: \"hunter \\\" 2\" # why", "token: ••• # why"),
    Leak("token: 'hunter '' 2' # why", "token: ••• # why"),
    Leak("pasword: hunter2", "pasword: •••"),
    Leak("user_token: hunter2", "user_token: •••"),
    Leak("\"webhook_secret\": hunter2", "\"webhook_secret\": •••"),
    Leak("tkoen: hunter2", "tkoen: •••"),
    Leak("k: {name: a, secret: hunter2, x: 1}", "k: {name: a, secret: •••, x: 1}"),
    Leak("k: {password: \"hunter, 2\", x: 1}", "k: {password: •••, x: 1}"),
    Leak("k: http://h/?access_token=hunter2", "k: http://h/?access_token=•••"),
    Leak("token: \"${cred:tg_token}\"", "token: \"${cred:tg_token}\""),
    Leak("token: ${file:/a/b} # why", "token: ${file:/a/b} # why"),
    Leak("token: \"${cred:tg} hunter2\"", "token: •••"),
    Leak("x: 123456789:AAF0abcdefghijklmnopqrstuvwxyz012345", "x: •••"),
    Leak("x: a vk1.a.Zm9vYmFyYmF6cXV4 b", "x: a ••• b"),
    Leak("x: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "x: •••"),
    Leak("x: 0123456789abcdef0123456789abcdef", "x: •••"),
    Leak("x: 550e8400-e29b-41d4-a716-446655440000", "x: 550e8400-e29b-41d4-a716-446655440000"),
    Leak("x: /run/credentials/channeld.service/2", "x: /run/credentials/channeld.service/2"),
    Leak(
      "x: \"${cred:AVeryLongNameOfACredential2}\"", "x: \"${cred:AVeryLongNameOfACredential2}\""),
    Leak("scopes: [read, send]", "scopes: [read, send]"),
    Leak("sender: {type: assistant}", "sender: {type: assistant}"),
  ])
  func masksWhatMayBeASecret(_ leak: Leak) {
    let problems = Sketch(leak.line).problems { _ in }

    #expect(problems.map(\.sourceLine) == [leak.shown])
  }

  @Test func masksTheValueUnderAnyKeyThatIsReadAsASecret() {
    let problems = Sketch("pin: 12\nlist: [{pin: abc, code: x}]\npinn: 5678").problems { settings in
      _ = settings.secret("pin")
      _ = settings.list("list") { $0.int("code", default: 0) }
    }

    #expect(
      problems.map(\.sourceLine) == [
        "list: [{pin: •••, code: x}]", "list: [{pin: •••, code: x}]", "pinn: •••",
      ])
    #expect(problems.map(\.column) == [9, 25, 1])
  }

  @Test func masksASecretWhereverItsValueStands() {
    let problems = Sketch("a: correcthorse\nmode: correcthorse\nb: xcorrecthorsex # ы").problems {
      enum Mode: String, CaseIterable { case on }
      _ = $0.secret("a")
      _ = $0.choice("mode", default: Mode.on)
    }

    #expect(problems.map(\.message) == ["\"mode\" can't be \"•••\"", "unknown key \"b\""])
    #expect(problems.map(\.sourceLine) == ["mode: •••", "b: x•••x # ы"])
  }

  @Test func caretsFollowWhatWasMasked() {
    let text = "{token: hunter2hunter2, port: x, secret: [a]}"
    let problems = Sketch(text).problems { settings in
      _ = settings.secret("token")
      _ = settings.int("port", default: 1)
      _ = settings.secret("secret")
    }

    #expect(problems.map(\.line) == [1, 1])
    let lines = problems.map { $0.rendered().split(separator: "\n")[3...4].joined(separator: "\n") }
    #expect(
      lines == [
        """
        1 | {token: •••, port: x, secret: •••]}
          |                    ^ digits only
        """,
        """
        1 | {token: •••, port: x, secret: •••]}
          |                               ^^^ here is a list
        """,
      ])
  }

  @Test(arguments: [
    "token: \"hunter2\nb: 1", "token: |\n   hunter2\n\thunter2: x", "token: hunter2: x",
    "password: {\n  hunter2: [\n", "token: !hunter2 x", "token: &hunter2 x", "token: @hunter2",
    "token: hunter2\ntoken: hunter2", "token: hunter2\n  hunter2: hunter2",
    "token: hunter2\u{7}",
  ])
  func noSyntaxErrorShowsASecret(_ text: String) {
    let problems = Sketch(text).problems { _ in }

    #expect(problems.count == 1)
    #expect(!problems.rendered().contains("hunter2"), "\(problems.rendered())")
  }
}
