import AdapterKit
import EventModel
import Store

extension StoreContract {
  static var answers: [Promise] {
    [
      Promise("the same key gets the same answer") { try await $0.answersAreRepeated() },
      Promise("a key is good for one request") { try await $0.keysAreNotReused() },
      Promise("a key is free again after a day") { try await $0.answersExpire() },
      Promise("a submission to nowhere leaves nothing behind") { try await $0.nowhereIsNothing() },
    ]
  }

  private func mark(_ key: String = "key", body: [UInt8] = [1]) -> Idempotency {
    Idempotency(apiKey: "caller", key: key, route: "POST /v1/messages", bodyHash: body)
  }

  private func accept(
    _ idempotency: Idempotency?, in scene: StoreScene<Subject>
  ) async throws -> Acceptance {
    var submission = Sample.submission(
      scene.store.nextEventID(), to: "7", at: scene.clock.now)
    submission.idempotency = idempotency
    return try await scene.store.accept(submission)
  }

  private func answersAreRepeated() async throws {
    var scene = try await scene()
    guard case .accepted(let first) = try await accept(mark(), in: scene) else {
      throw Breach("a new key was not accepted")
    }
    try await scene.reopen()
    guard case .replayed(let second) = try await accept(mark(), in: scene) else {
      throw Breach("the same request was accepted twice")
    }
    guard case .replayed(let third) = try await scene.store.answer(to: mark()) else {
      throw Breach("the answer cannot be looked up")
    }

    try expect(second, is: first, "the repeated answer")
    try expect(third, is: first, "the answer looked up")
    try expect(try await scene.events().count, is: 1, "events")
    try expect(try await scene.store.backlog(of: scene.channel).unsent, is: 1, "parts")
    guard try await scene.store.answer(to: mark("other")) == nil else {
      throw Breach("an unknown key has an answer")
    }
  }

  private func keysAreNotReused() async throws {
    let scene = try await scene()
    _ = try await accept(mark(), in: scene)

    guard case .keyReused = try await accept(mark(body: [2]), in: scene) else {
      throw Breach("another body passed under a used key")
    }
    let elsewhere = Idempotency(apiKey: "caller", key: "key", route: "other", bodyHash: [1])
    guard case .keyReused = try await accept(elsewhere, in: scene) else {
      throw Breach("another route passed under a used key")
    }
    let stranger = Idempotency(
      apiKey: "stranger", key: "key", route: "POST /v1/messages", bodyHash: [1])
    guard case .accepted = try await accept(stranger, in: scene) else {
      throw Breach("one caller's key bound another caller")
    }
    try expect(try await scene.events().count, is: 2, "events")
  }

  private func answersExpire() async throws {
    let scene = try await scene()
    _ = try await accept(mark(), in: scene)
    scene.clock.advance(bySeconds: 86_399)
    guard case .replayed = try await accept(mark(), in: scene) else {
      throw Breach("an answer was forgotten within a day")
    }
    scene.clock.advance(bySeconds: 2)

    guard try await scene.store.answer(to: mark()) == nil else {
      throw Breach("an answer is older than a day")
    }
    guard case .accepted = try await accept(mark(body: [2]), in: scene) else {
      throw Breach("a key is not free after a day")
    }
    guard case .replayed = try await accept(mark(body: [2]), in: scene) else {
      throw Breach("a key that is used again is not kept")
    }
  }

  private func nowhereIsNothing() async throws {
    let scene = try await scene()
    var submission = Sample.submission(scene.store.nextEventID(), to: "7")
    submission.dialog = .known("000000000000000000000000")
    submission.idempotency = mark()

    do {
      _ = try await scene.store.accept(submission)
      throw Breach("a message was accepted for a dialog that does not exist")
    } catch let error as StoreError {
      try expect(error, is: .notFound, "the error")
    }
    try expect(try await scene.events().count, is: 0, "events")
    guard try await scene.store.answer(to: mark()) == nil else {
      throw Breach("a refused submission left an answer")
    }
  }
}
