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
}
