import JSON

/// All that a simulator knows: every change to it is made under one lock.
struct World: Sendable {
  var communities: [Int64: VKCommunity] = [:]
  /// By token.
  var bots: [String: TelegramBot] = [:]
  var calls: CallLog
  private let clock: @Sendable () -> WallTime

  init(_ settings: SimulatorSettings) {
    clock = settings.clock
    calls = CallLog(limit: settings.limits.calls)
    let first = settings.firstNumber ?? settings.clock().firstNumber
    for account in settings.communities {
      communities[account.groupID] = VKCommunity(account, settings: settings, firstNumber: first)
    }
    for account in settings.bots {
      bots[account.token] = TelegramBot(account, settings: settings, firstNumber: first)
    }
  }

  var now: WallTime { clock() }

  /// The bot of that username, id or token.
  func token(ofBot name: String) -> String? {
    bots.values.first { bot in
      [bot.account.username, String(bot.account.id), bot.account.token].contains(name)
    }?.account.token
  }

  /// The community whose token, or whose administrator's token, a VK call shows.
  func community(withToken token: String) -> (Int64, VKBearer)? {
    for community in communities.values {
      if community.account.token == token { return (community.account.groupID, .community) }
      if community.account.userToken == token { return (community.account.groupID, .user) }
    }
    return nil
  }
}
