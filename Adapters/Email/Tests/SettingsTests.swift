import AdapterKit
import AdapterTesting
import EmailAdapter
import Testing

@Suite struct SettingsTests {
  private func made(
    address: String = "support@company.com", imap: String = "host: imap.company.com",
    smtp: String = "host: smtp.company.com"
  ) throws -> EmailAdapter {
    try EmailAdapter.made(
      from: """
        name: helpdesk
        type: email
        address: \(address)
        imap: {\(imap)}
        smtp: {\(smtp)}
        """)
  }

  @Test func readsTheExampleOfItsFolder() throws {
    let adapter = try EmailAdapter.made(
      fromFile: "../channel.example.yaml", credentials: ["mail_password": "hunter2hunter2"])

    #expect(adapter.identity.externalID == "support@company.com")
  }

  @Test(arguments: [
    "host: 127.0.0.1, tls: none", "host: localhost, tls: none", "host: \"::1\", tls: none",
  ])
  func allowsClearTextToThisMachine(_ server: String) throws {
    _ = try made(imap: server, smtp: server)
  }

  @Test(arguments: [
    "host: imap.company.com, tls: none", "host: 10.0.0.1, tls: none",
    "host: 127.0.0.1.evil.com, tls: none",
    "host: \"a\\r\\nb\"", "host: \"a b\"", "host: x, port: 0", "host: x, tls: maybe", "port: 993",
    "host: x, password: \"a\\r\\nb\"", "host: x, user: \"a\\nb\"",
  ])
  func refusesAServerThatWouldBeUnsafe(_ server: String) {
    #expect(throws: (any Error).self) { try made(imap: server) }
    #expect(throws: (any Error).self) { try made(smtp: server) }
  }

  @Test(arguments: ["nobody", "\"a@b>\\r\\nX\"", "\"a b@c.d\""])
  func refusesAnAddressThatIsNone(_ address: String) {
    #expect(throws: (any Error).self) { try made(address: address) }
  }
}
