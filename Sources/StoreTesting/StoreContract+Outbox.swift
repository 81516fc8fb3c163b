import AdapterKit
import EventModel
import Store

extension StoreContract {
  static var outbox: [Promise] {
    [
      Promise("one part of a lane is in flight, lanes side by side") {
        try await $0.lanesTakeTurns()
      },
      Promise("a lane keeps its order") { try await $0.lanesKeepOrder() },
      Promise("what waits keeps what is behind it waiting") { try await $0.waitingKeepsOrder() },
      Promise("a marked part comes out as unknown after reopening") {
        try await $0.markedIsUnknown()
      },
      Promise("what is unknown comes back until it is settled") {
        try await $0.unknownComesBack()
      },
      Promise("an unmarked part is simply due after reopening") { try await $0.unmarkedIsDue() },
    ]
  }

  private func lanesTakeTurns() async throws {
    let scene = try await scene()
    for person in ["7", "8"] { for _ in 1...2 { try await scene.send(to: person) } }
    let unsent = scene.unsent

    async let one = unsent.lease(1)
    async let other = unsent.lease(10)
    let (first, second) = try await (one, other)
    let leased = first + second
    try expect(leased.count, is: 2, "parts in flight")
    try expect(Set(leased.map(\.lane)).count, is: 2, "lanes in flight")
    try expect(try await unsent.lease(10).count, is: 0, "parts beside them")
    try await unsent.mark(leased, at: scene.clock.now)
    try expect(try await unsent.lease(10).count, is: 0, "parts beside them once marked")

    try await unsent.settle([(item: leased[0], outcome: scene.receipt(leased[0], in: "7"))])
    try expect(
      try await unsent.lease(10).map(\.lane), is: [leased[0].lane], "the lane that is free")
  }

  private func lanesKeepOrder() async throws {
    let scene = try await scene()
    var expected: [String] = []
    for _ in 1...3 {
      let event = try await scene.send(to: "7", parts: 2)
      expected += [Sample.mark(event, 0), Sample.mark(event, 1)]
    }

    var sent: [String] = []
    for _ in expected {
      try await scene.work { part in
        sent.append(Sample.mark(part.event, part.number))
        return scene.receipt(part, in: "7")
      }
    }

    try expect(sent, is: expected, "the order")
    try expect(try await scene.unsent.lease(1).count, is: 0, "parts left")
    guard try await scene.unsent.nextDue() == nil else { throw Breach("an empty outbox is due") }
  }

  private func waitingKeepsOrder() async throws {
    let scene = try await scene()
    let first = try await scene.send(to: "7")
    try await scene.send(to: "7")
    for isTried in [true, false] {
      let later = scene.clock.now.advanced(byMilliseconds: 60_000)
      let parts = try await scene.unsent.lease(10)
      try expect(parts.map(\.event), is: [first], "the part whose turn it is")
      if isTried { try await scene.unsent.mark(parts, at: scene.clock.now) }
      try await scene.unsent.settle(
        parts.map {
          (
            item: $0,
            outcome: isTried ? .retry(at: later, Sample.unclear) : .postponed(until: later)
          )
        })
      try expect(try await scene.unsent.lease(10).count, is: 0, "parts that overtake")
      try expect(try await scene.unsent.nextDue(), is: later, "the time of the next try")
      scene.clock.advance(bySeconds: 60)
    }

    let parts = try await scene.unsent.lease(10)
    try expect(parts.map(\.event), is: [first], "the part that waited")
    try expect(parts.map(\.attempt), is: [2], "its attempt: only a try counts")
  }

  private func markedIsUnknown() async throws {
    var scene = try await scene()
    let begun = scene.clock.now
    let first = try await scene.send(to: "7", parts: 2)
    let second = try await scene.send(to: "7")
    try await scene.unsent.mark(try await scene.unsent.lease(10), at: begun)
    scene.clock.advance(bySeconds: 5)

    try await scene.reopen()

    let backlog = try await scene.store.backlog(of: scene.channel)
    try expect(
      backlog, is: Backlog(unread: 0, quarantined: 0, unsent: 3, uncertain: 0), "the backlog")
    let parts = try await scene.unsent.lease(10)
    try expect(parts.map(\.event), is: [first], "what is due")
    try expect(parts.map(\.isUnknown), is: [true], "whether it is unknown")
    try expect(parts.map(\.attempt), is: [2], "its attempt")
    try expect(parts.map(\.firstTriedAt), is: [begun], "its first try")

    try await scene.unsent.settle([
      (item: parts[0], outcome: .uncertain(Sample.unclear, at: scene.clock.now))
    ])
    try await expectUncertain(first, in: scene)
    let next = try await scene.unsent.lease(10)
    try expect(next.map(\.event), is: [second], "what goes on")
    try expect(next.map(\.isUnknown), is: [false], "whether that is unknown")
  }

  func expectUncertain(_ id: EventID, in scene: StoreScene<Subject>) async throws {
    let event = try await scene.event(id)
    try expect(event.tags.contains("delivery:uncertain"), "an uncertain message has no tag")
    try expect(
      try event.facets[.status]?.sending?.status, is: .sendingToPlatform, "its state")
  }

  private func unknownComesBack() async throws {
    var scene = try await scene()
    let event = try await scene.send(to: "7")
    let later = scene.clock.now.advanced(byMilliseconds: 9_000)
    try await scene.work { _ in .unknown(until: later, Sample.unclear) }
    try expect(try await scene.unsent.lease(10).count, is: 0, "parts that are due before")
    scene.clock.advance(bySeconds: 9)
    try await scene.reopen()

    let parts = try await scene.unsent.lease(10)
    try expect(parts.map(\.isUnknown), is: [true], "whether it is unknown")
    try expect(parts.map(\.lookUps), is: [1], "how often it was looked for")
    try await scene.unsent.settle(parts.map { (item: $0, outcome: scene.receipt($0, in: "7")) })
    try expect(try await scene.event(event).facets[.status]?.sending?.status, is: .sent, "the end")
  }

  private func unmarkedIsDue() async throws {
    var scene = try await scene()
    let event = try await scene.send(to: "7")
    try expect(try await scene.unsent.lease(1).count, is: 1, "parts leased")

    try await scene.reopen()

    let parts = try await scene.unsent.lease(1)
    try expect(parts.map(\.event), is: [event], "what is due")
    try expect(parts.map(\.attempt), is: [1], "its attempt: nothing was tried")
  }
}
