import AdapterKit
import ArgumentParser
import EventModel
import Foundation
import JSON
import Store

/// Reads payload files and prints what they mean, without a configuration and without a store.
struct Normalize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read payload files and print the events and dialogs they mean, a line each.",
    discussion: """
      channeld normalize --platform tg updates/
      curl -s "$API/getUpdates" | channeld normalize --platform tg -

      A .json file holds a webhook's body, one update, or a whole answer to a poll; an .eml file a
      letter. A folder means every file in it, sorted. Exit status 1: some could not be read.

      With --rounds nothing is printed but how many payloads one core reads in a second: into drafts,
      and into the printed line.
      """)

  @Option(help: "The platform that sent them: \(Platforms.names.joined(separator: ", ")).")
  var platform: String

  @Option(help: "Read everything so many times and print only how fast that went.")
  var rounds: Int?

  @Argument(help: "Files and folders; - is standard input.")
  var paths: [String] = ["-"]

  func run() throws {
    guard let adapter = Platforms.adapter(named: platform) else {
      throw ValidationError(
        "no platform is called \"\(platform)\"; this build knows \(Platforms.names.joined(separator: ", "))"
      )
    }
    guard let reader = adapter.forReading else {
      throw ValidationError("payloads of \(platform) cannot be read without a configuration")
    }
    let normalizer = Normalizer(reader)
    if let rounds {
      let speed = ReadingSpeed(of: PayloadFiles(paths), rounds: max(1, rounds), by: normalizer)
      return Output.write(JSONWriter.bytes(of: speed) + [UInt8(ascii: "\n")])
    }
    var hasFailed = false
    for file in PayloadFiles(paths) {
      let line = normalizer.line(for: file)
      hasFailed = hasFailed || line.isFailure
      Output.write(line.bytes)
    }
    if hasFailed { throw ExitCode.failure }
  }
}

/// Brings single payloads into the common model.
struct Normalizer {
  private let adapter: any ChannelAdapter
  private let channel: ChannelRecord

  /// The channel in whose name payloads without a configuration are read.
  private static let nobody: ChannelID = "00000000-0000-4000-8000-000000000000"

  init(_ adapter: any ChannelAdapter) {
    self.adapter = adapter
    var record = ChannelRecord(
      id: Self.nobody, name: "normalize", platform: type(of: adapter).platform)
    record.files = .ignore
    channel = record
  }

  struct Line {
    let bytes: [UInt8]
    let isFailure: Bool
    /// How many events stand in it.
    let events: Int
  }

  func line(for file: PayloadFiles.File) -> Line {
    var writer = JSONWriter(reservingCapacity: 4096)
    var isFailure = false
    var events = 0
    writer.object {
      $0.member("file", file.path)
      do throws(PayloadError) {
        let state = try state(after: try file.content.get())
        let rows = state.events
        events = rows.count
        $0.member("events", rows)
        $0.member("dialogs", state.dialogs)
      } catch {
        isFailure = true
        $0.member("error") {
          $0.member("code", error.code)
          $0.member("message", error.reason)
        }
      }
    }
    return Line(
      bytes: JSONLine.whole(writer.bytes) + [UInt8(ascii: "\n")], isFailure: isFailure,
      events: events)
  }

  /// What a payload says, before anything is known of it.
  private func reading(
    of body: [UInt8], receivedAt now: Timestamp
  ) throws(PayloadError) -> Reading {
    let payload = Payload(channel: channel.id, transport: "webhook", receivedAt: now, body: body)
    return try adapter.drafts(from: payload, as: adapter.identity)
  }

  /// How many drafts a payload makes; nil when it cannot be read.
  func drafts(of file: PayloadFiles.File) -> Int? {
    guard let body = try? file.content.get() else { return nil }
    return try? reading(of: body, receivedAt: .now()).drafts.count
  }

  /// What is known after this payload alone.
  private func state(after body: [UInt8]) throws(PayloadError) -> MemoryLedgerState {
    let now = Timestamp.now()
    let reading = try reading(of: body, receivedAt: now)
    var ledger = Ledger(
      over: MemoryLedgerState(), of: channel, as: adapter.identity, at: now,
      ids: EventIDs(process: [], after: nil) { now })
    do throws(StoreError) {
      for draft in reading.drafts { try ledger.apply(draft) }
    } catch {
      throw PayloadError("inconsistent", "the payload contradicts itself: \(error)")
    }
    return ledger.state
  }
}

/// The files that paths name, in order, each read when its turn comes.
struct PayloadFiles: Sequence {
  struct File {
    let path: String
    let content: Result<[UInt8], PayloadError>
  }

  /// A larger file is no payload that any platform sends.
  private static let largest = 64 << 20

  private let paths: [String]

  init(_ paths: [String]) { self.paths = paths }

  func makeIterator() -> AnyIterator<File> {
    var waiting = paths[...].flatMap(Self.files)[...]
    return AnyIterator {
      guard let path = waiting.popFirst() else { return nil }
      return File(path: path, content: Self.content(of: path))
    }
  }

  /// The files of a folder, sorted; any other path as it is.
  private static func files(at path: String) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue,
      // A folder that cannot be listed is reported as a file that cannot be read.
      let names = try? FileManager.default.contentsOfDirectory(atPath: path)
    else { return [path] }
    let folder = path.hasSuffix("/") ? path : path + "/"
    return names.sorted().filter { !$0.hasPrefix(".") }.flatMap { files(at: folder + $0) }
  }

  private static func content(of path: String) -> Result<[UInt8], PayloadError> {
    do {
      let handle =
        path == "-"
        ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(filePath: path))
      let data = try handle.read(upToCount: largest + 1) ?? Data()
      guard data.count <= largest else {
        return .failure(PayloadError("too_large", "the file has more than \(largest) bytes"))
      }
      return .success(Array(data))
    } catch {
      return .failure(PayloadError("unreadable_file", error.localizedDescription))
    }
  }
}

extension Timestamp {
  /// The wall clock; asked here and nowhere below.
  static func now() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
