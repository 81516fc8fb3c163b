import Foundation
import JSON

/// A private Dovecot and an SMTP server (`script/lib/mailroom`), which end with the test.
actor Mailroom {
  nonisolated let imapPort: Int
  nonisolated let smtpPort: Int
  nonisolated let folder: URL
  private let filesSent: Bool
  private var process: Process?
  private var keepsRunning: FileHandle?
  private var delivered = 0
  /// What goes wrong by order.
  var rules: [JSONValue] = []

  /// Makes its folder; nothing runs yet.
  ///
  /// - Parameter filesSent: whether it files what it takes from us into our Sent.
  init(in folder: URL, filesSent: Bool = false) async throws {
    self.folder = folder
    self.filesSent = filesSent
    imapPort = try await freePort()
    smtpPort = try await freePort()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func open() async throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../script/lib/mailroom").standardized
    let log = folder.appending(path: "mailroom.log")
    try Data().write(to: log)
    let input = Pipe()
    let output = try FileHandle(forWritingTo: log)
    let process = Process()
    process.executableURL = script
    process.arguments = [
      folder.path, "\(imapPort)", "\(smtpPort)", ChannelUnderTest.mailbox,
    ]
    process.environment = [
      "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "MAILROOM_PASSWORD": Secrets.mailPassword,
      "MAILROOM_FILES_SENT": filesSent ? "yes" : "no",
    ]
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.runUnblocked()
    self.process = process
    keepsRunning = input.fileHandleForWriting
    try await eventually("the mail server is ready") {
      let text = String(decoding: try Data(contentsOf: log), as: UTF8.self)
      guard process.isRunning else { throw DaemonUnderTest.Ended(description: text) }
      return text.contains("ready")
    }
  }

  func close() async throws {
    guard let process else { return }
    try keepsRunning?.close()
    try await eventually("the mail server has ended") { !process.isRunning }
    self.process = nil
  }

  /// Puts a letter into our mailbox, as a mail server's delivery does.
  ///
  /// - Parameter box: the folder of a mailbox below our INBOX.
  func deliver(_ letter: String, into box: String = "") throws {
    delivered += 1
    let name = "\(1_700_000_000 + delivered).M\(delivered)P1.e2e"
    let mailbox = folder.appending(path: "mail/\(ChannelUnderTest.mailbox)/\(box)")
    let draft = mailbox.appending(path: "tmp/\(name)")
    try Data(letter.utf8).write(to: draft)
    try FileManager.default.moveItem(at: draft, to: mailbox.appending(path: "new/\(name)"))
  }

  /// The letters that left us, in the order in which the SMTP server took them.
  func sentLetters() throws -> [SentLetter] {
    let box = folder.appending(path: "world/new")
    let names = try FileManager.default.contentsOfDirectory(atPath: box.path)
    return try names.sorted { Self.order($0) < Self.order($1) }.map { name in
      let bytes = try Data(contentsOf: box.appending(path: name))
      return SentLetter(String(decoding: bytes, as: UTF8.self))
    }
  }

  /// The count in the name that the SMTP server gave to a letter.
  private static func order(_ name: String) -> Int {
    let count = name.split(separator: "Q").dropFirst().first?.prefix { $0.isNumber }
    return count.flatMap { Int($0) } ?? 0
  }
}

/// A letter that the daemon handed in.
struct SentLetter: Sendable {
  let messageID: String
  let inReplyTo: String
  let to: String
  /// The first line of its text.
  let body: String

  init(_ text: String) {
    let lines = text.replacing("\r\n", with: "\n")
    let end = lines.firstRange(of: "\n\n")
    let head = end.map { lines[..<$0.lowerBound] } ?? lines[...]
    func field(_ name: String) -> String {
      let line = head.split(separator: "\n").first { $0.hasPrefix("\(name): ") }
      return line.map { String($0.dropFirst(name.count + 2)) } ?? ""
    }
    messageID = field("Message-ID")
    inReplyTo = field("In-Reply-To")
    to = field("To")
    let rest = end.map { lines[$0.upperBound...] } ?? ""
    body = String(rest.prefix { $0 != "\n" })
  }
}
