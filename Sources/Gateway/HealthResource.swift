import Hummingbird
import JSON
import Store

/// `/healthz` and `/readyz`: for whoever watches the process; no key is asked for.
struct HealthResource: Sendable {
  static let paths: Set<String> = ["/healthz", "/readyz"]

  let store: any Store
  let closing: ClosingSign

  func add(to router: Router<APIContext>) {
    router.get("healthz") { _, _ in Self.answer("ok") }
    router.get("readyz") { _, _ in try await ready() }
  }

  private func ready() async throws -> Response {
    guard !closing.isGiven else { throw APIProblem(.unavailable, "the daemon is stopping") }
    _ = try await store.changeRange()
    return Self.answer("ready")
  }

  private static func answer(_ status: String) -> Response {
    Response(json: JSONFragment.object { $0.member("status", status) }.bytes)
  }
}
