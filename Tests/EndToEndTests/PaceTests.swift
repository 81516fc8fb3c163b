import Foundation
import JSON
import PlatformSimulator
import Testing

extension Tag {
  /// Half a minute and more, because the pace itself is what is measured.
  @Tag static var pace: Self
}

/// What goes out under a platform's limits, by the platform's own count.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct PaceTests {
  /// A queue that a platform's limits hold up.
  private struct Load: Sendable {
    let channel: ChannelUnderTest
    let account: String
    let method: String
    let chats: Int
    let rounds: Int
    let perSecond: Int

    var replies: Int { chats * rounds }
  }

  /// So many write at once: a simulator in their process would note calls late behind more.
  private static let desks = 8

  @Test(.tags(.pace)) func aThousandRepliesGoAsFastAsTelegramLets() async throws {
    let load = Load(
      channel: .telegramWebhook, account: "tg/\(ChannelUnderTest.bot)", method: "sendMessage",
      chats: 200, rounds: 5, perSecond: 30)
    try await Self.carry(
      load, limits: ["per_second": 30, "per_chat_per_second": 1],
      faults: [
        "match": "sendMessage", "fault": "429", "chance": .number("0.05"), "seed": 20_261_121,
      ])
  }

  @Test(.tags(.pace)) func twoHundredRepliesGoAsFastAsVKLets() async throws {
    let load = Load(
      channel: .vkCallback, account: "vk/\(ChannelUnderTest.group)", method: "messages.send",
      chats: 40, rounds: 5, perSecond: 20)
    try await Self.carry(load, limits: ["per_second": 20], faults: [])
  }

  private static func carry(_ load: Load, limits: JSONValue, faults: JSONValue) async throws {
    try await Stage.set([load.channel]) { stage in
      let talks = try await stage.talks(load.chats, on: load.channel)
      _ = try await stage.simulator.control("\(load.account)/limits", limits)
      _ = try await stage.simulator.control("\(load.account)/faults", faults)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for desk in 0..<desks {
          group.addTask {
            for round in 0..<load.rounds {
              for chat in stride(from: desk, to: talks.count, by: desks) {
                _ = try await talks[chat].say("reply \(round)")
              }
            }
          }
        }
        try await group.waitForAll()
      }
      try await eventually("all replies are there", within: .seconds(120)) {
        stage.simulator.calls(method: load.method).count { $0.outcome == "done" } == load.replies
      }
      for talk in talks {
        let arrived = try await talk.arrived()
        #expect(arrived == (0..<load.rounds).map { "reply \($0)" }, "order of a chat")
      }
      try await check(load, on: stage)
    }
  }

  /// The platform's own count of its windows, and the time that it took.
  private static func check(_ load: Load, on stage: Stage) async throws {
    let calls = stage.simulator.calls(method: load.method)
    let first = try #require(calls.map(\.at.milliseconds).min())
    let last = try #require(calls.map(\.answeredAt.milliseconds).max())
    // A refused call has used up its place as well.
    let ideal = Double(calls.count) / Double(load.perSecond)
    let taken = Double(last - first) / 1000
    #expect(taken <= ideal * 1.15, "\(taken) s for what takes \(ideal) s")

    let windows = try await stage.simulator.control("\(load.account)/limits").body["windows"]
    for window in windows?.elements ?? [] {
      let limit = try #require(window["limit"]?.int)
      let peak = try #require(window["peak"]?.int)
      #expect(peak <= limit + 1, "\(window)")
    }
    try await eventually("every reply is sent") {
      try await stage.api.events("&messages_only=true").filter { !$0.isInbound }
        .allSatisfy { $0.sending == "sent" }
    }
  }
}
