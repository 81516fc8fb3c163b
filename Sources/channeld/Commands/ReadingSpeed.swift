import AdapterKit
import Glibc
import JSON

/// How fast payloads are read: each many times, from memory, on the thread that asks.
struct ReadingSpeed: JSONWritable {
  private let bytes: Int
  private var readings = 0
  /// How many of the payloads cannot be read.
  private var failures = 0
  /// How many events all payloads make once.
  private var events = 0
  private var eventsRead = 0
  private var drafting: Duration = .zero
  private var normalizing: Duration = .zero

  /// Reads all payloads so many times; a payload that cannot be had counts as a failure.
  init(of files: PayloadFiles, rounds: Int, by normalizer: Normalizer) {
    let files = Array(files)
    bytes = files.reduce(0) { $0 + ((try? $1.content.get().count) ?? 0) }
    // The first round, which is not counted, fills caches and makes what is made once.
    for round in 0...rounds {
      let begun = Self.processorTime
      failures = files.count { normalizer.drafts(of: $0) == nil }
      let drafted = Self.processorTime
      events = files.reduce(0) { $0 + normalizer.line(for: $1).events }
      guard round > 0 else { continue }
      drafting += drafted - begun
      normalizing += Self.processorTime - drafted
      readings += files.count
      eventsRead += events
    }
  }

  /// The processor time of this thread alone, so that a busy machine does not count.
  private static var processorTime: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("readings", readings)
      $0.member("failures", failures)
      $0.member("bytes", bytes)
      $0.member("events", events)
      $0.member("drafts_per_second", Self.rate(readings, drafting))
      $0.member("payloads_per_second", Self.rate(readings, normalizing))
      $0.member("events_per_second", Self.rate(eventsRead, normalizing))
    }
  }

  private static func rate(_ count: Int, _ time: Duration) -> Int {
    time > .zero ? Int(Double(count) / (time / .seconds(1))) : 0
  }
}
