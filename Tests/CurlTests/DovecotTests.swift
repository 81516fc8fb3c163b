import AdapterKit
import Curl
import Foundation
import Settings
import Testing

/// Conversations with a real server.
@Suite(
  .timeLimit(.minutes(1)),
  .enabled(if: Dovecot.canRun, "needs Dovecot (dovecot-imapd), openssl and root"))
struct DovecotTests {
  @Test(arguments: [Endpoint.Security.implicit, .starttls])
  func talksToDovecot(_ security: Endpoint.Security) async throws {
    try await Dovecot.running { dovecot in
      try await withCurl(dovecot.limits) { curl in
        let stream = try await curl.open(dovecot.endpoint(security, password: "pass"))
        try await stream.send(Array("x1 EXAMINE INBOX\r\n".utf8), within: .seconds(5))
        var answer = ""
        while !answer.contains("x1 OK") {
          let bytes = try await stream.receive(within: .seconds(5))
          try #require(!bytes.isEmpty)
          answer += String(decoding: bytes, as: UTF8.self)
        }
        await stream.close()

        #expect(answer.contains("* 0 EXISTS"))
        #expect(stream.opening.contains { $0.contains("IMAP4rev1") })
      }
    }
  }

  @Test func isToldThatThePasswordIsWrong() async throws {
    try await Dovecot.running { dovecot in
      let failure = try await withCurl(dovecot.limits) { curl in
        try await failed { try await curl.open(dovecot.endpoint(.implicit, password: "wrong")) }
      }

      #expect(failure.isUnauthorized)
      #expect(failure.error?.reason.contains("[AUTHENTICATIONFAILED]") == true)
    }
  }

  @Test func refusesACertificateThatNobodyVouchesFor() async throws {
    try await Dovecot.running { dovecot in
      let failure = try await withCurl { curl in
        try await failed { try await curl.open(dovecot.endpoint(.starttls, password: "pass")) }
      }

      #expect(failure.isUnavailable)
      #expect(failure.error?.code == "curl_60")
    }
  }
}

/// A private Dovecot on loopback, where anybody may log in with `pass`.
private struct Dovecot {
  static let canRun =
    getuid() == 0
    && ["/usr/sbin/dovecot", "/usr/lib/dovecot/imap", "/usr/bin/openssl"]
      .allSatisfy(FileManager.default.isExecutableFile)

  let certificates: Certificates
  let plainPort: Int
  let securePort: Int

  static func running(_ body: (Dovecot) async throws -> Void) async throws {
    let dovecot = Dovecot(
      certificates: try await Certificates(), plainPort: try freePort(),
      securePort: try freePort())
    let folder = dovecot.certificates.folder
    let mail = folder.appending(path: "mail")
    try FileManager.default.createDirectory(at: mail, withIntermediateDirectories: true)
    // The user that reads the mail is another than the one that makes the folder.
    try await finish("/bin/chmod", "755", folder.path)
    try await finish("/bin/chown", "nobody:nogroup", mail.path)
    let file = folder.appending(path: "dovecot.conf")
    try dovecot.configuration.write(to: file, atomically: true, encoding: .utf8)
    try await CurlTests.running(
      "/usr/sbin/dovecot", ["-F", "-c", file.path], at: dovecot.securePort
    ) {
      try await body(dovecot)
    }
  }

  var limits: CurlLimits {
    var limits = CurlLimits()
    limits.authorities = certificates.certificate
    return limits
  }

  func endpoint(_ security: Endpoint.Security, password: String) -> Endpoint {
    Endpoint(
      .imap, host: "127.0.0.1", port: security == .implicit ? securePort : plainPort,
      security: security, user: "anna", password: Secret(password), ownName: "me.example.com")
  }

  private var configuration: String {
    """
    base_dir = \(certificates.folder.path)/run
    state_dir = \(certificates.folder.path)/run
    log_path = \(certificates.folder.path)/log
    protocols = imap
    listen = 127.0.0.1
    ssl = yes
    ssl_cert = <\(certificates.certificate)
    ssl_key = <\(certificates.key)
    mail_location = maildir:\(certificates.folder.path)/mail/%u
    first_valid_uid = 1
    passdb {
      driver = static
      args = password=pass
    }
    userdb {
      driver = static
      args = uid=nobody gid=nogroup home=\(certificates.folder.path)/mail/%u allow_all_users=yes
    }
    service imap-login {
      inet_listener imap {
        port = \(plainPort)
      }
      inet_listener imaps {
        port = \(securePort)
        ssl = yes
      }
    }
    namespace inbox {
      inbox = yes
    }
    """ + "\n"
  }
}
