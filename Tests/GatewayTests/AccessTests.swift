import JSON
import NIOHTTP1
import Testing

/// Who is let in, and what everybody learns who is not.
struct AccessTests {
  @Test func keysAndTheirScopesDecide() async throws {
    try await Gateway.run { gateway in
      let cases: [(String?, String, Int, String?)] = [
        (nil, "GET", 401, "auth.missing"), ("Bearer chd_wrong", "GET", 401, "auth.missing"),
        ("Basic \(Gateway.key)", "GET", 401, "auth.missing"),
        ("Bearer", "GET", 401, "auth.missing"),
        ("Bearer \(Gateway.key)x", "GET", 401, "auth.missing"),
        ("bearer \(Gateway.key)", "GET", 200, nil), ("Bearer \(Gateway.reader)", "GET", 200, nil),
        ("Bearer \(Gateway.reader)", "POST", 403, "auth.scope"),
        ("Bearer \(Gateway.sender)", "GET", 403, "auth.scope"),
        ("Bearer \(Gateway.sender)", "POST", 400, "validation.not_json"),
      ]
      for (authorization, method, status, code) in cases {
        var client = gateway.client
        client.authorization = authorization
        let answer = try await client.ask(
          method == "GET" ? .GET : .POST, method == "GET" ? "/v1/dialogs" : "/v1/messages")
        #expect(answer.status == status, "\(authorization ?? "none") \(method)")
        #expect(try answer.code == code)
        #expect(!String(decoding: answer.body, as: UTF8.self).contains("chd_wrong"))
      }
    }
  }

  @Test func healthNeedsNoKey() async throws {
    try await Gateway.run { gateway in
      var client = gateway.client
      client.authorization = nil
      let (health, readiness) = (
        try await client.get("/healthz"), try await client.get("/readyz?v")
      )
      #expect(health.status == 200 && readiness.status == 200)
    }
  }

  @Test func everyProblemHasItsMembers() async throws {
    try await Gateway.run { gateway in
      let id = ("X-Request-Id", "my-request.1")
      let paths = [
        "/v1/nothing": "not_found", "/v1/events/abc": "not_found",
        "/v1/dialogs/abc": "not_found", "/v1/dialogs/abc/events": "not_found",
        "/v1/channels/abc": "not_found", "/v1/events?what=1": "validation.failed",
        "/v1/stream?after=99": "cursor_expired",
      ]
      for (path, code) in paths {
        let answer = try await gateway.client.get(path, [id])
        let problem = try answer.json
        #expect(problem["code"].string == code, "\(path)")
        #expect(problem["status"].int == Int64(answer.status))
        #expect(problem["type"].string == "https://channeld.dev/problems/\(code)")
        #expect(problem["instance"].string == String(path.prefix { $0 != "?" }))
        #expect(problem["request_id"].string == id.1)
        #expect(problem["title"].nonEmpty != nil && problem["detail"].nonEmpty != nil)
        #expect(answer.headers["X-Request-Id"] == [id.1])
        #expect(answer.headers["Content-Type"] == ["application/problem+json"])
      }
    }
  }

  @Test func aRequestIDThatIsNotPlainIsReplaced() async throws {
    try await Gateway.run { gateway in
      for id in ["a b", "<x>", String(repeating: "a", count: 129)] {
        let answer = try await gateway.client.get("/healthz", [("X-Request-Id", id)])
        #expect(answer.headers["X-Request-Id"].first?.hasPrefix("req_") == true)
      }
    }
  }

  @Test func unknownParametersAreNamed() async throws {
    try await Gateway.run { gateway in
      let answer = try await gateway.client.get(
        "/v1/events?limit=0&x=1&date_from=today&y=2&order=up&after=%21")

      #expect(answer.status == 422)
      #expect(
        try Set(answer.pointers) == ["?limit", "?x", "?date_from", "?y", "?order", "?after"])
    }
  }
}
