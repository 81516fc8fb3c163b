import JSON
import Testing

@testable import PlatformSimulator

struct RateLimitsTests {
  private func send(to chat: Int64 = 501, messages: Int = 1) -> CallTarget {
    CallTarget(method: "sendMessage", chat: chat, messages: messages)
  }

  private func at(_ milliseconds: Int64) -> WallTime {
    WallTime(milliseconds: 1_790_000_000_000 + milliseconds)
  }

  /// The windows of an account by name, as `GET limits` shows them.
  private func windows(_ limits: RateLimits) -> [String: JSONValue] {
    Dictionary(limits.json.elements.map { ($0["name"]?.string ?? "", $0) }) { $1 }
  }

  @Test func aWindowSlides() {
    var limits = RateLimits(perSecond: 2)

    #expect(limits.count(send(), at: at(0)) == nil)
    #expect(limits.count(send(), at: at(900)) == nil)
    #expect(limits.count(send(), at: at(950)) == 50)
    #expect(limits.count(send(), at: at(1000)) == nil)
    #expect(limits.count(send(), at: at(1899)) == 1)
    #expect(limits.count(send(), at: at(1900)) == nil)
  }

  @Test func aChatDoesNotSpendWhatAnotherMaySend() {
    var limits = RateLimits(perSecond: 30, perChatPerSecond: 1)

    #expect(limits.count(send(to: 501), at: at(0)) == nil)
    #expect(limits.count(send(to: 502), at: at(0)) == nil)
    #expect(limits.count(send(to: 501), at: at(10)) == 990)
  }

  @Test func onlyGroupsHaveAMinute() {
    var limits = RateLimits(perGroupPerMinute: 1)

    #expect(limits.count(send(to: -5), at: at(0)) == nil)
    #expect(limits.count(send(to: -5), at: at(1000)) == 59_000)
    #expect(limits.count(send(to: 5), at: at(0)) == nil)
    #expect(limits.count(send(to: 5), at: at(1)) == nil)
  }

  @Test func anAlbumCountsWithAllItsItems() {
    let album = RequestParameters(query: "chat_id=5&media=[{},{},{}]")
    let target = CallTarget.telegram("sendMediaGroup", album)

    #expect(target.messages == 3)
    #expect(CallTarget.telegram("sendChatAction", album).messages == 0)
    #expect(!CallTarget.telegram("getMe", album).isCounted)
  }

  @Test func tellsHowFarOverTheLimitCallsWere() {
    var limits = RateLimits(perSecond: 2)
    for _ in 0..<5 { _ = limits.count(send(), at: at(0)) }

    let second = windows(limits)["per_second"]
    #expect(second?["calls"] == 5 && second?["refused"] == 3 && second?["peak"] == 5)
    #expect(second?["over"] == ["1": 1, "2": 1, "3": 1])
  }

  @Test func aRefusedCallCountsInNoWindow() {
    var limits = RateLimits(perSecond: 2, perChatPerSecond: 1)

    #expect(limits.count(send(to: 501), at: at(0)) == nil)
    #expect(limits.count(send(to: 501), at: at(1)) != nil)
    #expect(limits.count(send(to: 502), at: at(2)) == nil)
  }

  @Test(arguments: [#"{"per_second":0}"#, #"{"per_second":"x"}"#, #"{"per_chat_per_second":-1}"#])
  func refusesLimitsThatLetNothingThrough(_ order: String) throws {
    #expect(RateLimits(try JSONDocument(parsing: Array(order.utf8)).root) == nil)
  }

  @Test func bothPlatformsSayHowLongToWait() async throws {
    var settings = settings()
    settings.clock = { WallTime(milliseconds: 1_790_000_000_000) }
    try await Simulator.running(settings) { simulator in
      simulator.writeToTelegram("sim_bot", from: 501, "hi")
      simulator.writeToVK(group, from: 500, "hi")
      _ = try await simulator.control("tg/sim_bot/limits", ["per_chat_per_second": 1])
      _ = try await simulator.control("vk/\(group)/limits", ["per_second": 1])
      var telegram: [WebhookReply] = []
      var vk: [WebhookReply] = []
      for number in 1...2 {
        telegram.append(
          try await post(
            simulator, "/bot\(botToken)/sendMessage", ["chat_id": 501, "text": "a"]))
        vk.append(
          try await post(
            simulator,
            "/method/messages.send?v=5.199&access_token=\(vkToken)&peer_id=500"
              + "&message=a&random_id=\(number)"))
      }

      #expect(telegram.map(\.status) == [200, 429] && telegram.last?.retryAfter == .seconds(1))
      #expect(vk.last?.text.contains(#""error_code":6"#) == true)
      let seen = try await simulator.control("tg/sim_bot/limits").body["windows"]?.elements.first
      #expect(seen?["refused"] == 1 && seen?["peak_chat"] == 501)
    }
  }
}
