import HTTPTypes
import Hummingbird

/// `/openapi.json` and `/v1/schemas/{name}`: what a program needs to know of this API.
struct DocumentsResource: Sendable {
  func add(to router: Router<APIContext>) {
    router.get("openapi.json") { request, _ in
      try Self.answer(request, PackageResources.openapi_json)
    }
    router.get("v1/schemas/:id") { request, context in
      switch context.identifier {
      case "event":
        return try Self.answer(request, PackageResources.event_schema_json, "schema+json")
      case "dialog":
        return try Self.answer(request, PackageResources.dialog_schema_json, "schema+json")
      default: throw APIProblem(.notFound, "there are schemas of event and dialog")
      }
    }
  }

  private static func answer(
    _ request: Request, _ bytes: [UInt8], _ type: String = "json"
  ) throws(APIProblem) -> Response {
    try QueryReader.requireNothing(in: request)
    var response = Response(json: bytes)
    response.headers[.contentType] = "application/\(type)"
    return response
  }
}
