import Ingress
import Logging
import Metrics
import Synchronization
import Testing

/// What operators see of the listener.
@Suite struct MeasureTests {
  @Test func countsByChannelAndCode() async throws {
    let metrics = CountingMetrics()
    try await withMetricsFactory(metrics) {
      let setup = RunningIngress.Setup(routes: WebhookRoutes(["tg/x": .named("shop")]))
      try await RunningIngress.with(setup) { ingress in
        let client = try ingress.client()
        for request in [
          webhook("1"), webhook("2", to: "/in/tg/x", "X-Retry-Counter: 2"),
          webhook("3", to: "/in/tg/x", "X-Retry-Counter: 0"), webhook("big"),
          webhook("4", to: "/in/tg/x", "X-Retry-Counter: 1").replacing("right", with: "wrong"),
          webhook("5", to: "/in/tg/y"),
        ] {
          client.send(request)
          #expect(await client.answer() != nil)
        }
      }
    }
    let requests = "channeld_ingress_requests_total"
    #expect(metrics["\(requests){channel=shop,transport=webhook,code=200}"] == 3)
    #expect(metrics["\(requests){channel=shop,transport=webhook,code=413}"] == 1)
    #expect(metrics["\(requests){channel=shop,transport=webhook,code=404}"] == 1)
    #expect(metrics["\(requests){channel=,transport=webhook,code=404}"] == 1)
    #expect(metrics["channeld_platform_retries_total{channel=shop}"] == 1)
    #expect(metrics["channeld_ingress_duration_seconds{channel=shop}"] == 5)
    #expect(metrics["channeld_ingress_duration_seconds{channel=}"] == 1)
  }

  @Test func logsNothingThatAStrangerSays() async throws {
    let log = Mutex("")
    var setup = RunningIngress.Setup()
    setup.logger = Logger(label: "test") { _ in LogOfAll { line in log.withLock { $0 += line } } }
    try await RunningIngress.with(setup) { ingress in
      let client = try ingress.client()
      for request in [
        webhook("sesame"), webhook("{}", to: "/in/tg/sesame"),
        webhook("{}").replacing("right", with: "sesame"), "sesame\r\n\r\n",
      ] {
        client.send(request)
        #expect(await client.answer() != nil)
      }
    }
    let text = log.withLock { $0 }
    #expect(text.contains("ingress listens") && text.contains("ingress closed"))
    #expect(!text.contains("sesame") && !text.contains("right") && !text.contains("tg/x"))
  }
}

/// Hands every line on, of every level.
private struct LogOfAll: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.trace
  private let tell: @Sendable (String) -> Void

  init(_ tell: @escaping @Sendable (String) -> Void) { self.tell = tell }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { tell("\(event.message) \(event.metadata ?? [:])\n") }
}

/// Adds counters up, and counts what timers record.
private final class CountingMetrics: MetricsFactory {
  private let sums = Mutex<[String: Int64]>([:])

  subscript(name: String) -> Int64 { sums.withLock { $0[name] ?? 0 } }

  private final class Sum: CounterHandler, TimerHandler {
    let add: @Sendable (Int64) -> Void

    init(_ add: @escaping @Sendable (Int64) -> Void) { self.add = add }

    func increment(by amount: Int64) { add(amount) }
    func reset() {}
    func recordNanoseconds(_ duration: Int64) { if duration > 0 { add(1) } }
  }

  private func sum(_ label: String, _ dimensions: [(String, String)]) -> Sum {
    let name = "\(label){\(dimensions.map { "\($0)=\($1)" }.joined(separator: ","))}"
    return Sum { amount in self.sums.withLock { $0[name, default: 0] += amount } }
  }

  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    sum(label, dimensions)
  }

  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    sum(label, dimensions)
  }

  func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler { NOOPMetricsHandler.instance }

  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyTimer(_ handler: any TimerHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
}
