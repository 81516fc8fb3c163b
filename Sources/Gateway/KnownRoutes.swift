import HTTPTypes
import Hummingbird

/// The routes that there are, for telling a wrong method from a wrong path.
struct KnownRoutes: Sendable {
  /// A route as documents write it: `/v1/events/{id}`.
  struct Route: Hashable, Sendable, Comparable {
    let method: String
    let path: String

    static func < (a: Route, b: Route) -> Bool { (a.path, a.method) < (b.path, b.method) }
  }

  let all: [Route]

  init(_ descriptions: [Router<APIContext>.RouteDescription]) {
    all = descriptions.map { description in
      let pieces = "\(description.path)".split(separator: "/").map { piece in
        piece.first == ":" ? "{\(piece.dropFirst())}" : String(piece)
      }
      return Route(
        method: description.method.rawValue, path: "/" + pieces.joined(separator: "/"))
    }.sorted()
  }

  /// Why no route takes a request: its path is known with other methods, or not at all.
  func problem(of request: Request) -> APIProblem {
    let methods = Set(all.filter { Self.matches($0.path, request.uri.path) }.map(\.method))
    guard !methods.isEmpty else {
      return APIProblem(.notFound, "there is no route \(request.method) here")
    }
    let allowed = methods.sorted().joined(separator: ", ")
    var problem = APIProblem(.wrongMethod, "\(request.method) is not among \(allowed)")
    problem.headers[.allow] = allowed
    return problem
  }

  private static func matches(_ route: String, _ path: String) -> Bool {
    let (wanted, given) = (route.split(separator: "/"), path.split(separator: "/"))
    return wanted.count == given.count
      && zip(wanted, given).allSatisfy { $0 == $1 || $0.first == "{" }
  }
}
