import Synchronization
import Testing

@testable import Supervision

struct SupervisorTests {
  private struct Torn: Error {}

  private let clock = TestClock()
  private let diary = Diary()

  @Test func oneChildsEndlessFailingDoesNotTouchItsSibling() async throws {
    let supervisor = Supervisor(
      .one, [failing("vk", restart: .patient), lasting("tg")], clock: clock, observe: note)
    let shift = Shift()

    try await withThrowingTaskGroup { group in
      group.addTask { try await supervisor.run(shift) }
      for pause in [1, 2, 4, 8, 16, 32, 60, 60, 60, 60] { await clock.pass(.seconds(pause)) }
      await eventually("eleven starts") { diary.count(of: "start vk") == 11 }
      #expect(diary.count(of: "start tg") == 1)
      #expect(diary.count(of: "end tg") == 0)

      shift.close()
      try await group.waitForAll()
    }
    #expect(diary.count(of: "end tg") == 1)
  }

  @Test func tellsWhyAChildIsDownAndForHowLong() async throws {
    let reports = Mutex<[Report]>([])
    let supervisor = Supervisor(.one, [failing("vk", restart: .patient)], clock: clock) { report in
      reports.withLock { $0.append(report) }
    }
    let shift = Shift()

    try await withThrowingTaskGroup { group in
      group.addTask { try await supervisor.run(shift) }
      await clock.pass(.seconds(1))
      await eventually("two failures") { reports.withLock { $0.count } == 4 }
      shift.close()
      try await group.waitForAll()
    }

    let told = reports.withLock { $0 }
    #expect(
      told == [
        .ready(child: "vk"),
        .failed(child: "vk", .init(reason: "Torn()", attempt: 1, pause: .seconds(1))),
        .ready(child: "vk"),
        .failed(child: "vk", .init(reason: "Torn()", attempt: 2, pause: .seconds(2))),
      ])
  }

  @Test func aNestedTreeStartsInOrderAndDrainsInReverse() async throws {
    let channels = Supervisor(.one, [ordered("vk")], clock: clock, observe: { _ in })
    let nested = channels.child(named: "channels", patience: .seconds(6))
    let house = Supervisor(
      .rest, [ordered("store"), nested, ordered("api")], clock: clock, observe: { _ in })
    let shift = Shift { diary.note("ready") }

    try await withThrowingTaskGroup { group in
      group.addTask { try await house.run(shift) }
      await eventually("readiness") { diary.all.count == 4 }
      // What channels do is nothing that the house waits for.
      #expect(diary.all.filter { $0 != "start vk" } == ["start store", "start api", "ready"])
      #expect(diary.all.first == "start store")

      shift.close()
      try await group.waitForAll()
    }

    #expect(diary.all.suffix(3) == ["end api", "end vk", "end store"])
  }

  @Test func anEscalationFallsOnWhoeverStandsAbove() async throws {
    let inner = Supervisor(
      .rest, [failing("journal"), lasting("reader")], clock: clock, observe: note)
    let outer = Supervisor(
      .one,
      [inner.child(named: "store", restart: .patient, patience: .seconds(6)), lasting("api")],
      clock: clock, observe: note)
    let shift = Shift()

    try await withThrowingTaskGroup { group in
      group.addTask { try await outer.run(shift) }
      for pause in [100, 200, 400, 800, 1600] { await clock.pass(.milliseconds(pause)) }
      await clock.pass(.seconds(1))
      await eventually("a new life") { diary.count(of: "start journal") >= 7 }
      #expect(
        diary.all.contains("failed store: journal can't be kept up: Torn()"))
      #expect(diary.count(of: "start api") == 1)

      shift.close()
      try await group.waitForAll()
    }
  }

  @Test func theHouseFailsWithTheChildThatFailedTooOften() async {
    let house = Supervisor(.rest, [failing("store")], clock: clock, observe: note)

    await withTaskGroup { group in
      group.addTask {
        await #expect(throws: Escalation(child: "store", reason: "Torn()")) {
          try await house.run(Shift())
        }
      }
      for pause in [100, 200, 400, 800, 1600] { await clock.pass(.milliseconds(pause)) }
    }
    #expect(diary.count(of: "start store") == 6)
  }

  @Test func aChildThatHeedsItsShiftFinishesWhatItHasInHand() async throws {
    let child = Child("worker") { shift in
      shift.ready()
      await shift.closing()
      diary.note(Task.isCancelled ? "cut" : "finished")
    }
    let supervisor = Supervisor(.rest, [child], clock: clock, observe: note)
    let shift = Shift()

    try await withThrowingTaskGroup { group in
      group.addTask { try await supervisor.run(shift) }
      await eventually("readiness") { diary.all.contains("ready worker") }
      shift.close()
      try await group.waitForAll()
    }

    #expect(diary.all.contains("finished"))
  }

  @Test func aHungChildIsCutAtItsDeadlineAndTheDrainGoesOn() async throws {
    let release = Latch()
    let hung = Child("hung", patience: .seconds(5)) { shift in
      shift.ready()
      // Asked, and then cancelled, it does not listen.
      while !release.isOpen { await Task.yield() }
    }
    let supervisor = Supervisor(.rest, [lasting("store"), hung], clock: clock, observe: note)
    let shift = Shift(whenLeavingBehind: { [diary] _ in diary.note("left behind") })

    try await withThrowingTaskGroup { group in
      group.addTask { try await supervisor.run(shift) }
      await eventually("readiness") { diary.all.contains("ready hung") }
      shift.close()
      await clock.pass(.seconds(5))
      #expect(!diary.all.contains("end store"))
      await clock.pass(Roster.lastGrace)
      await eventually("word of it") { diary.all.contains("left behind") }
      #expect(diary.all.contains("stuck hung"))
      #expect(diary.all.contains("end store"))

      release.open()
      try await group.waitForAll()
    }
  }

  @Test func childrenComeAndGoWhileItRuns() async throws {
    let supervisor = Supervisor(.one, [], clock: clock, observe: note)
    let shift = Shift()

    try await withThrowingTaskGroup { group in
      group.addTask { try await supervisor.run(shift) }
      supervisor.add(lasting("vk"))
      await eventually("a start") { diary.count(of: "start vk") == 1 }
      supervisor.remove("vk")
      supervisor.add(lasting("vk"))
      await eventually("another start") { diary.count(of: "start vk") == 2 }
      #expect(
        diary.all.filter { $0.hasSuffix("t vk") || $0 == "end vk" }.prefix(3) == [
          "start vk", "end vk", "start vk",
        ])

      shift.close()
      try await group.waitForAll()
    }
  }

  private func failing(_ name: String, restart: RestartPolicy = .house) -> Child {
    Child(name, restart: restart) {
      diary.note("start \(name)")
      throw Torn()
    }
  }

  private func lasting(_ name: String) -> Child {
    Child(name) {
      diary.note("start \(name)")
      await Latch().wait()
      diary.note("end \(name)")
    }
  }

  private func ordered(_ name: String) -> Child {
    Child(name) { shift in
      diary.note("start \(name)")
      shift.ready()
      await shift.closing()
      diary.note("end \(name)")
    }
  }

  private var note: @Sendable (Report) -> Void {
    { [diary] report in
      switch report {
      case .ready(let child): diary.note("ready \(child)")
      case .failed(let child, let setback): diary.note("failed \(child): \(setback.reason)")
      case .stuck(let child): diary.note("stuck \(child)")
      case .ended, .escalated: break
      }
    }
  }
}
