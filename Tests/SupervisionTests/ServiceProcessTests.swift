import Glibc
import Logging
import Testing
import UnixSignals

@testable import Supervision

struct ServiceProcessTests {
  private let clock = TestClock()
  private let diary = Diary()
  private let systemd: Systemd
  private let process: (Child) -> ServiceProcess<TestClock>

  init() throws {
    let address = "@channeld-process-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    systemd = try Systemd(listeningAt: address)
    let logger = Logger(label: "test") { [diary] _ in DiaryLog(diary: diary) }
    process = { [clock] tree in
      ServiceProcess(
        tree: tree, clock: clock,
        notifier: SystemdNotifier(environment: ["NOTIFY_SOCKET": address], logger: logger),
        logger: logger)
    }
  }

  @Test func tellsSystemdOfEveryStepFromReadyToStopping() async throws {
    let (signals, signal) = AsyncStream.makeStream(of: UnixSignal.self)
    let tree = Child("house") { shift in
      shift.ready()
      await shift.closing()
    }
    var service = process(tree)
    service.reload = { [diary] in diary.note("reload") }

    let status = try await withThrowingTaskGroup { [service] group in
      group.addTask { await service.run(signals: signals) }
      #expect(await systemd.hear() == "READY=1")
      signal.yield(.sighup)
      #expect(await systemd.hear()?.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") == true)
      #expect(await systemd.hear() == "READY=1")
      signal.yield(.sigterm)
      #expect(await systemd.hear() == "STOPPING=1\nEXTEND_TIMEOUT_USEC=17000000")
      return try await group.next()
    }

    #expect(status == .drained)
    #expect(diary.count(of: "reload") == 1)
    #expect(systemd.hearsNothing)
  }

  @Test func aRefusedReloadIsLoggedAndTheServiceGoesOn() async throws {
    struct Refused: Error {}
    let (signals, signal) = AsyncStream.makeStream(of: UnixSignal.self)
    var service = process(
      Child("house") { shift in
        shift.ready()
        await shift.closing()
      })
    service.reload = { throw Refused() }

    try await withThrowingTaskGroup { [service] group in
      group.addTask { #expect(await service.run(signals: signals) == .drained) }
      #expect(await systemd.hear() == "READY=1")
      signal.yield(.sighup)
      #expect(await systemd.hear()?.hasPrefix("RELOADING=1") == true)
      #expect(await systemd.hear() == "READY=1")
      signal.yield(.sigterm)
      try await group.waitForAll()
    }

    #expect(diary.all.contains("reload refused; the old settings stay"))
  }

  @Test func leavesWithZeroWhenTheLastChildIgnoresEverything() async throws {
    let (signals, signal) = AsyncStream.makeStream(of: UnixSignal.self)
    let release = Latch()
    let hung = Child("house") { shift in
      shift.ready()
      while !release.isOpen { await Task.yield() }
    }
    var service = process(hung)
    service.drainLimit = .seconds(10)

    service.leave = { [diary] status in diary.note("leave \(status.rawValue)") }
    await withTaskGroup { [service] group in
      group.addTask { _ = await service.run(signals: signals) }
      signal.yield(.sigterm)
      await clock.pass(.seconds(10))
      await clock.pass(.seconds(1))
      await eventually("the end") { diary.all.contains("leave 0") }
      release.open()
    }
  }

  @Test func aHouseThatFallsEndsTheProcessInFailure() async {
    struct Torn: Error {}
    let service = process(Child("house") { throw Torn() })

    let status = await service.run(signals: AsyncStream { _ in })

    #expect(status == .failed)
    #expect(diary.all == ["the tree has fallen"])
  }

  @Test(.timeLimit(.minutes(1)))
  func takesTheSignalsOfTheProcess() async {
    let signals = await DaemonSignals.trap()

    kill(getpid(), SIGHUP)
    kill(getpid(), SIGPIPE)

    var heard = signals.makeAsyncIterator()
    #expect(await heard.next() == .sighup)
  }
}
