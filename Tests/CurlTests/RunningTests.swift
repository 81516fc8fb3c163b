import AdapterKit
import Curl
import Testing

/// libcurl's thread comes and goes with its owner, and takes no more than it can carry.
@Suite(.timeLimit(.minutes(1)))
struct RunningTests {
  @Test func endsACancelledRequest() async throws {
    try await ScriptedServer.answering(by: .always()) { server in
      let request = try TransferRequest(to: server, posting: "{}")
      try await withCurl { curl in
        let failure = try await withThrowingTaskGroup { group in
          group.addTask { try await curl.failure(of: request) }
          try await until { server.requests.count == 1 }
          group.cancelAll()
          return try await group.next()
        }

        #expect(failure?.isUncertain == true)
      }
    }
  }

  @Test func neverBeginsWhatWasCancelledBefore() async throws {
    try await ScriptedServer.answering(by: .always()) { server in
      let request = try TransferRequest(to: server, posting: "{}")
      try await withCurl { curl in
        let failure = try await withThrowingTaskGroup(of: SendFailure.self) { group in
          group.cancelAll()
          group.addTask { try await curl.failure(of: request) }
          return try await group.next()
        }

        #expect(failure?.isUnavailable == true)
        #expect(server.connections == 0)
      }
    }
  }

  @Test func failsWhatIsUnderWayWhenItIsStopped() async throws {
    try await ScriptedServer.answering(by: .always()) { server in
      let request = try TransferRequest(to: server, posting: "{}")
      let multi = CurlMulti()
      let failures = try await withThrowingTaskGroup { group in
        group.addTask {
          [try await CurlTransport(over: multi).failure(of: request)]
        }
        try await withThrowingTaskGroup { running in
          running.addTask { try await multi.run() }
          try await until { server.requests.count == 1 }
          running.cancelAll()
        }
        let late = try await CurlTransport(over: multi).failure(of: request)
        return try await (group.next() ?? []) + [late]
      }

      #expect(failures.map(\.isUncertain) == [true, false])
      #expect(failures.map(\.isUnavailable) == [false, true])
      #expect(server.requests.count == 1)
    }
  }

  @Test func runsAgainAfterItWasStopped() async throws {
    try await ScriptedServer.answering(by: .always(answer("200 OK"))) { server in
      let request = try TransferRequest(to: server)
      let multi = CurlMulti()
      for _ in 0..<3 {
        try await withThrowingTaskGroup { running in
          running.addTask { try await multi.run() }
          // A request before the thread is there again finds it stopped.
          try await until { (try? await CurlTransport(over: multi).perform(request)) != nil }
          running.cancelAll()
        }
      }

      #expect(server.connections == 3)
    }
  }

  @Test func refusesWhatItCannotCarry() async throws {
    var limits = CurlLimits()
    limits.inFlight = 1
    limits.waiting = 1
    try await ScriptedServer.answering(by: .always()) { server in
      let first = try TransferRequest(to: server, posting: "{}")
      var second = first
      second.timeout = .milliseconds(100)
      let brief = second
      let failures = try await withCurl(limits) { curl in
        try await withThrowingTaskGroup { busy in
          busy.addTask { _ = try await curl.failure(of: first) }
          try await until { server.requests.count == 1 }
          defer { busy.cancelAll() }
          return try await withThrowingTaskGroup { group in
            for _ in 0..<2 { group.addTask { try await curl.failure(of: brief) } }
            return try await group.reduce(into: []) { $0.append($1) }
          }
        }
      }

      #expect(failures.count == 2)
      #expect(failures.count(where: \.isUnavailable) == 1)
      #expect(failures.count(where: \.isThrottled) == 1)
      #expect(server.requests.count == 1)
    }
  }
}

extension SendFailure {
  fileprivate var isThrottled: Bool { if case .throttled = self { true } else { false } }
}

/// Waits for a condition, but not for ever.
func until(_ isSo: () async throws -> Bool) async throws {
  for _ in 0..<1000 {
    if try await isSo() { return }
    try await Task.sleep(for: .milliseconds(5))
  }
  throw NeverSo()
}

private struct NeverSo: Error {}
