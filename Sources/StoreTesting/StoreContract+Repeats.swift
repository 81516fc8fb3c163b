import AdapterKit
import EventModel
import Store

extension StoreContract {
  static var repeats: [Promise] {
    [
      Promise("one happening is one event, whatever brings it") {
        try await $0.repeatsAreDropped()
      },
      Promise("a repeat is known after reopening") { try await $0.repeatsAreRemembered() },
      Promise("any known claim makes a repeat") { try await $0.anyClaimMakesARepeat() },
      Promise("our own echo is no new event, whichever comes first") {
        try await $0.echoesAreOurs()
      },
      Promise("an echo that is known by its message's name alone is no new event either") {
        try await $0.namedEchoesAreOurs()
      },
      Promise("what people of our side write while a part is on its way is theirs") {
        try await $0.othersAreNotTakenForOurs()
      },
      Promise("an echo proves that a message arrived whose answer was lost") {
        try await $0.echoIsProof()
      },
    ]
  }

  private func repeatsAreDropped() async throws {
    let scene = try await scene()
    try await scene.keep("7/1/hello", "7/1/hello")
    try await scene.keep("7/1/hello", by: "polling")
    try await scene.readAll()
    try await scene.keep("7/1/hello", "8/1/other")
    try await scene.readAll()

    try expect(
      try await scene.events().compactMap(\.message?.content), is: ["hello", "other"], "the events")
    try expect(try await scene.dialog(with: "7").counters.messages, is: 1, "messages counted")
  }

  private func repeatsAreRemembered() async throws {
    var scene = try await scene()
    try await scene.keep("7/1/hello")
    try await scene.readAll()
    try await scene.reopen()
    try await scene.keep("7/1/hello")
    try await scene.readAll()

    try expect(try await scene.events().count, is: 1, "events")
  }

  private func anyClaimMakesARepeat() async throws {
    let scene = try await scene()
    let keys = [["a", "b"], ["b", "c"], ["c", "d"], ["e"]]
    for (number, keys) in keys.enumerated() {
      var draft = Sample.message(from: "7", "\(number)", "\(number)")
      draft.links.claims = keys.map { Claim($0, at: Sample.noon) }
      try await scene.read(.event(draft))
    }

    try expect(
      try await scene.events().compactMap(\.message?.content), is: ["0", "3"], "the events")
  }

  private func echoesAreOurs() async throws {
    let scene = try await scene()
    for isEchoFirst in [true, false] {
      let event = try await scene.send(to: "7")
      var echo = Sample.answer(to: "7", Sample.mark(event, 0), "to 7")
      echo.links.claims = [Claim("echo-\(isEchoFirst)", at: Sample.noon)]
      echo.links.echo = .mark(Sample.mark(event, 0))

      if isEchoFirst { try await scene.read(.event(echo)) }
      try await scene.work { scene.receipt($0, in: "7") }
      if !isEchoFirst { try await scene.read(.event(echo)) }
    }

    try expect(try await scene.events().count, is: 2, "events")
    try expect(try await scene.dialog(with: "7").counters.messages, is: 2, "messages counted")
  }

  private func namedEchoesAreOurs() async throws {
    let scene = try await scene()
    for isEchoFirst in [true, false] {
      _ = try await scene.send(to: "7", parts: 2)
      for _ in 0..<2 {
        let parts = try await scene.unsent.lease(1)
        try await scene.unsent.mark(parts, at: scene.clock.now)
        if isEchoFirst { try await scene.read(.event(namedEcho(of: parts[0]))) }
        try await scene.unsent.settle(
          parts.map { (item: $0, outcome: scene.receipt($0, in: "7")) })
        if !isEchoFirst { try await scene.read(.event(namedEcho(of: parts[0]))) }
      }
    }

    try expect(try await scene.events().count, is: 2, "events")
    let states = try await scene.events().map { try $0.facets[.status]?.sending?.status }
    try expect(states, is: [.sent, .sent], "the states")
    try expect(try await scene.dialog(with: "7").counters.messages, is: 2, "messages counted")
  }

  private func othersAreNotTakenForOurs() async throws {
    let scene = try await scene()
    let id = try await scene.send(to: "7")
    let parts = try await scene.unsent.lease(1)
    try await scene.unsent.mark(parts, at: scene.clock.now)
    var other = Sample.answer(to: "7", "elsewhere", "by hand")
    other.links.echo = .message(Sample.key("7", "elsewhere"))
    try await scene.read(.event(other))
    try await scene.unsent.settle(parts.map { (item: $0, outcome: scene.receipt($0, in: "7")) })

    let events = try await scene.events()
    try expect(events.map { $0.message?.content }, is: ["to 7", "by hand"], "the texts")
    try expect(
      try await scene.event(id).externalMessageID, is: Sample.mark(id, 0), "the name of ours")
  }

  private func echoIsProof() async throws {
    let scene = try await scene()
    let id = try await scene.send(to: "7")
    let parts = try await scene.unsent.lease(1)
    try await scene.unsent.mark(parts, at: scene.clock.now)
    try await scene.read(.event(namedEcho(of: parts[0])))

    try await scene.unsent.settle([
      (item: parts[0], outcome: .uncertain(Sample.unclear, at: scene.clock.now))
    ])

    let event = try await scene.event(id)
    try expect(try event.facets[.status]?.sending?.status, is: .sent, "the state")
    try expect(event.externalMessageID, is: Sample.mark(id, 0), "the platform's identifier")
    try expect(try await scene.events().count, is: 1, "events")
  }

  /// What comes back of a part on a platform that repeats no mark of ours.
  private func namedEcho(of part: DuePart) -> EventDraft {
    let name = Sample.mark(part.event, part.number)
    var echo = Sample.answer(to: "7", name, "to 7")
    echo.links.claims = [Claim("echo-\(name)", at: Sample.noon)]
    echo.links.echo = .own(Sample.key("7", name))
    return echo
  }
}
