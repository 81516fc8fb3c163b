import Logging
import Settings
import Synchronization
import Testing

/// No log line shows a secret.
@Suite struct SecretMaskTests {
  private func mask(_ secrets: String...) throws -> SecretMask {
    let mask = SecretMask()
    for secret in secrets { mask.hide(try #require(Secret(secret))) }
    return mask
  }

  @Test(arguments: [
    ("nothing here", "nothing here"), ("", ""), ("opensesame", "•••"),
    ("a opensesame b opensesame", "a ••• b •••"), ("xopensesamex", "x•••x"),
    ("opensesam", "opensesam"), ("Opensesame", "Opensesame"),
    ("/bot123456:ABC/getMe", "/bot•••/getMe"), ("/bot123456%3AABC/getMe", "/bot•••/getMe"),
    ("/bot123456%3aABC/getMe", "/bot•••/getMe"), ("p=%D0%BF%20%2B", "p=•••"), ("п +", "•••"),
    ("ы opensesame ы", "ы ••• ы"),
  ])
  func masksEveryOccurrence(_ text: String, _ shown: String) throws {
    let mask = try mask("opensesame", "123456:ABC", "п +")

    #expect(mask.masked(text) == shown)
  }

  @Test func masksTheLongestAndEverythingThatOverlaps() throws {
    let mask = try mask("abcd", "abcdef", "efghij", "xyzxyz")

    #expect(mask.masked("abcdef-abcd") == "•••-•••")
    #expect(mask.masked("abcdefghij!") == "•••!")
    #expect(mask.masked("xyzxyzxyz") == "•••")
    #expect(mask.masked("abcdabcd") == "•••")
  }

  @Test func leavesSecretsThatAreTooShortToTellFromWords() throws {
    let mask = try mask("abc")

    #expect(mask.masked("abcabc") == "abcabc")
  }

  @Test func hidingTwiceIsHidingOnce() throws {
    #expect(try mask("opensesame", "opensesame").masked("opensesame") == "•••")
  }

  @Test func logLinesAreMaskedWhollyAndInTime() throws {
    struct Leak: Error, CustomStringConvertible { let description = "opensesame is wrong" }
    let lines = Lines()
    let mask = SecretMask()
    var logger = Logger(label: "test") { _ in
      var inner = Recorder(lines: lines)
      inner.metadata["early"] = "opensesame"
      inner.metadataProvider = Logger.MetadataProvider { ["given": "opensesame"] }
      return MaskedLogHandler(inner, mask: mask)
    }
    logger[metadataKey: "own"] = "opensesame"
    logger.logLevel = .debug
    mask.hide(try #require(Secret("opensesame")))

    logger.debug(
      "said opensesame",
      metadata: [
        "list": ["a", "opensesame"], "nested": ["opensesame": ["k": "opensesame"]],
        "lazy": .stringConvertible(Leak()), "plain": "kept",
      ])
    logger.error("failed", error: Leak())
    logger.trace("below the level")

    let said = lines.all
    #expect(said.count == 2)
    #expect(said.first?.message.description == "said •••")
    #expect(
      said.first?.metadata == [
        "early": "•••", "given": "•••", "own": "•••", "list": ["a", "•••"],
        "nested": ["•••": ["k": "•••"]], "lazy": "••• is wrong", "plain": "kept",
      ])
    #expect(said.last.flatMap(\.error).map { "\($0)" } == "••• is wrong")
    #expect(logger[metadataKey: "own"] == "opensesame")
  }
}

private final class Lines: Sendable {
  private let lines = Mutex<[LogEvent]>([])

  var all: [LogEvent] { lines.withLock(\.self) }

  func append(_ event: LogEvent) { lines.withLock { $0.append(event) } }
}

/// Keeps what it is given, as a handler would write it: with its own metadata.
private struct Recorder: LogHandler {
  let lines: Lines
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?
  var logLevel = Logger.Level.info

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var event = event
    event.metadata = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }
      .merging(event.metadata ?? [:]) { $1 }
    lines.append(event)
  }
}
