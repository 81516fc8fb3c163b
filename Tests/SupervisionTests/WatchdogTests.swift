import Glibc
import Logging
import Testing

@testable import Supervision

struct WatchdogTests {
  private let clock = TestClock()

  @Test func isWithheldWhileAWorkerStandsStillAndNamesIt() async throws {
    let address = "@channeld-watchdog-\(getpid())"
    let systemd = try Systemd(listeningAt: address)
    let diary = Diary()
    let logger = Logger(label: "test") { _ in DiaryLog(diary: diary) }
    let pulses = Pulses()
    let watchdog = Watchdog(
      every: WatchdogInterval(patience: .seconds(30)), of: pulses, clock: clock,
      voice: .init(
        notifier: SystemdNotifier(environment: ["NOTIFY_SOCKET": address], logger: logger),
        logger: logger))

    await withTaskGroup { group in
      await pulses.watching("vk reader", within: .seconds(15)) { pulse in
        group.addTask { await watchdog.run() }
        #expect(await systemd.hear() == "WATCHDOG=1")
        await clock.pass(.seconds(10))
        #expect(await systemd.hear() == "WATCHDOG=1")
        await clock.pass(.seconds(10))
        #expect(await systemd.hear() == "STATUS=stalled: vk reader")
        await clock.pass(.seconds(10))
        #expect(diary.all == ["workers stand still; the watchdog keeps silent"])

        pulse.beat()
        await clock.pass(.seconds(10))
        #expect(
          await systemd.hear() == "WATCHDOG=1", "a stalled worker must be named once, and no more")
      }
      group.cancelAll()
    }
  }

  @Test(arguments: [
    (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"], Duration.seconds(30)),
    (["WATCHDOG_USEC": "30000000"], .seconds(30)),
    (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "8"], nil),
    (["WATCHDOG_USEC": "0"], nil),
    (["WATCHDOG_USEC": "-1"], nil),
    (["WATCHDOG_USEC": "soon"], nil),
    ([:], nil),
  ])
  func readsTheIntervalThatIsMeantForIt(environment: [String: String], patience: Duration?) {
    #expect(WatchdogInterval(environment: environment, processID: 7)?.patience == patience)
  }
}

struct StallDetectorTests {
  private let reader = Pulse("reader", within: .seconds(10))
  private let sender = Pulse("sender", within: .seconds(60))

  @Test func eachWorkerHasItsOwnBound() {
    var detector = StallDetector()

    #expect(stalled(&detector, at: 0) == [])
    #expect(stalled(&detector, at: 10) == [])
    #expect(stalled(&detector, at: 11) == ["reader"])
    #expect(stalled(&detector, at: 61) == ["reader", "sender"])
  }

  @Test func aBeatCountsFromWhenItIsSeen() {
    var detector = StallDetector()
    #expect(stalled(&detector, at: 0) == [])

    reader.beat()
    #expect(stalled(&detector, at: 9) == [])
    #expect(stalled(&detector, at: 19) == [])
    #expect(stalled(&detector, at: 20) == ["reader"])
  }

  @Test func oneThatRestsMayRestForEver() {
    var detector = StallDetector()
    reader.rests()
    #expect(stalled(&detector, at: 0) == [])
    #expect(stalled(&detector, at: 59) == [])

    reader.beat()
    #expect(stalled(&detector, at: 60) == [], "its work has begun only now")
  }

  @Test func aWorkerThatHasEndedIsNoStall() async throws {
    let pulses = Pulses()
    struct Torn: Error {}

    await #expect(throws: Torn.self) {
      try await pulses.watching("reader", within: .seconds(1)) { _ in
        #expect(pulses.watched.values.map(\.name) == ["reader"])
        throw Torn()
      }
    }

    #expect(pulses.watched.isEmpty)
  }

  private func stalled(_ detector: inout StallDetector, at second: Int) -> [String] {
    detector.stalled([1: reader, 2: sender], at: .seconds(second))
  }
}
