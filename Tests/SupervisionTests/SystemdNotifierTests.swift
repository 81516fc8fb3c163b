import Glibc
import Logging
import Testing

@testable import Supervision

struct SystemdNotifierTests {
  private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  @Test(arguments: ["/tmp/channeld-notify-\(getpid())", "@channeld-notify-\(getpid())"])
  func systemdHearsEachNotice(address: String) async throws {
    let systemd = try Systemd(listeningAt: address)
    let notifier = SystemdNotifier(environment: ["NOTIFY_SOCKET": address], logger: logger)
    let status = try #require(StatusLine("3 channels: 2 ok, 1 degraded"))

    notifier.send(.ready, .status(status))
    notifier.send(.watchdog)
    notifier.send(.reloading(at: .seconds(5) + .microseconds(7)))
    notifier.send(.stopping, .extendTimeout(.seconds(20)))

    #expect(await systemd.hear() == "READY=1\nSTATUS=3 channels: 2 ok, 1 degraded")
    #expect(await systemd.hear() == "WATCHDOG=1")
    #expect(await systemd.hear() == "RELOADING=1\nMONOTONIC_USEC=5000007")
    #expect(await systemd.hear() == "STOPPING=1\nEXTEND_TIMEOUT_USEC=20000000")
  }

  @Test func aReloadBearsTheMonotonicTime() async throws {
    let address = "@channeld-reload-\(getpid())"
    let systemd = try Systemd(listeningAt: address)

    let before = monotonicMicroseconds()
    SystemdNotifier(environment: ["NOTIFY_SOCKET": address], logger: logger).sendReloading()
    let heard = try #require(await systemd.hear())

    let prefix = "RELOADING=1\nMONOTONIC_USEC="
    #expect(heard.hasPrefix(prefix))
    let moment = try #require(Int(heard.dropFirst(prefix.count)))
    #expect((before...monotonicMicroseconds()).contains(moment))
  }

  @Test(arguments: ["one\ntwo", "tab\tbed", "nul\0", "\u{7F}", String(repeating: "x", count: 513)])
  func aStatusIsOneShortLine(text: String) {
    #expect(StatusLine(text) == nil)
  }

  @Test(arguments: [
    "", "relative", "vsock:2:1234", "/\(String(repeating: "x", count: 107))",
    "@\(String(repeating: "x", count: 108))",
  ])
  func addressesThatAreNoneAreRefused(name: String) {
    #expect(NotifyAddress(name) == nil)
  }

  @Test func theLongestAddressesFit() {
    #expect(NotifyAddress("/\(String(repeating: "x", count: 106))") != nil)
    #expect(NotifyAddress("@\(String(repeating: "x", count: 107))") != nil)
  }

  @Test func whatSystemdCouldNotBeToldIsLogged() {
    let diary = Diary()
    let logger = Logger(label: "test") { _ in DiaryLog(diary: diary) }

    SystemdNotifier(environment: ["NOTIFY_SOCKET": "/nowhere/at/all"], logger: logger).send(.ready)
    SystemdNotifier(environment: [:], logger: logger).send(.ready)

    #expect(diary.all == ["systemd could not be told"])
  }

  private func monotonicMicroseconds() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec * 1_000_000 + now.tv_nsec / 1000
  }
}
