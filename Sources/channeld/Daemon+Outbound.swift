import AdapterKit
import Curl
import EventModel
import Gateway
import Media
import Relay
import SQLiteStore
import Store
import Supervision

/// What goes out of a channel, and the files of both directions.
extension Daemon {
  func sending(_ channel: ChannelRuntime, over transport: CurlTransport) -> [Child] {
    let name = channel.record.name
    let supply = FileSupply(of: channel, from: store, to: FileShelf(files), over: transport)
    let sending = SendingWorker(
      store.unsent(of: channel.record.id), with: supply, in: world,
      onUncertain: settings.outbound.onUncertain)
    let media = MediaWorker(supply, in: world)
    let calls = directCalls
    let typing = TypingWorker(channel, by: calls, in: world)
    let expectations = ExpectationWorker(store, of: channel, by: calls, in: world)
    return [
      work("\(name)/sending") { try await sending.run($0, $1) },
      work("\(name)/media") { try await media.run($0, $1) },
      work("\(name)/expectations") { try await expectations.run($0, $1) },
      watch("\(name)/typing") { await typing.run($0) },
    ]
  }

  /// What callers wait for.
  var directCalls: DirectCalls {
    DirectCalls(over: CurlTransport(over: curl), clock: clock, now: Timestamp.now)
  }

  /// Gives up files that were kept long enough.
  var retention: Child {
    let files = files
    let worker = RetentionWorker(
      store, keepingFor: settings.attachments.retention, in: world
    ) { try await files.removeUnused(since: $0) }
    return watch("retention") { try await worker.run($0) }
  }

  static func files(
    of settings: DaemonSettings, in store: SQLiteStore
  ) throws(FileStoreError) -> FileStore {
    var limits = FileStore.Limits()
    limits.total = Int64(settings.attachments.most)
    limits.file = Int64(settings.attachments.largest)
    return try FileStore(
      at: settings.attachments.directory, limits, now: Timestamp.now
    ) { digests in
      var needed: Set<FileDigest> = []
      for digest in digests where try await store.isNeeded(digest.hex) { needed.insert(digest) }
      return needed
    }
  }
}
