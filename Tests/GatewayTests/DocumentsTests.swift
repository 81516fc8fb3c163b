import Foundation
import JSON
import NIOHTTP1
import Testing

@testable import Gateway

/// What programs read of the API is the API.
struct DocumentsTests {
  @Test func theDocumentNamesEveryRouteAndNoOther() async throws {
    try await Gateway.run { gateway in
      let document = try await gateway.client.get("/openapi.json").json
      #expect(document["openapi"].string == "3.1.0")
      var named: Set<KnownRoutes.Route> = []
      for (path, methods) in document["paths"].members {
        for (method, operation) in methods.members {
          named.insert(.init(method: method.uppercased(), path: path))
          #expect(operation["summary"].nonEmpty != nil, "\(method) \(path)")
          let parameters = operation["parameters"].elements.filter { $0["in"].string == "path" }
          #expect(parameters.compactMap { $0["name"].string } == Self.names(in: path))
        }
      }
      let routes = Set(gateway.api.routes.all)

      #expect(routes.subtracting(named) == [])
      #expect(named.subtracting(routes) == [])
    }
  }

  @Test func everyReferenceLeadsSomewhere() async throws {
    try await Gateway.run { gateway in
      let document = try await gateway.client.get("/openapi.json").json
      let references = Self.references(in: document)
      #expect(references.count > 20)
      for reference in references {
        let target = reference.split(separator: "/").dropFirst().reduce(document) {
          $0[member: String($1)]
        }
        #expect(target.exists, "\(reference)")
      }
    }
  }

  @Test(arguments: ["event", "dialog"])
  func theSchemasAreTheModels(name: String) async throws {
    try await Gateway.run { gateway in
      let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "EventModelTests/Reference/\(name).schema.json")
      let answer = try await gateway.client.get("/v1/schemas/\(name)")

      #expect(try answer.body == Array(Data(contentsOf: file)))
      #expect(answer.headers["Content-Type"] == ["application/schema+json"])
    }
  }

  @Test func thereIsNoOtherSchema() async throws {
    try await Gateway.run { gateway in
      let answer = try await gateway.client.get("/v1/schemas/lead")
      #expect(answer.status == 404)
    }
  }

  @Test(arguments: [
    ("/v1/channels", "POST", "GET"), ("/v1/messages", "GET", "POST"),
    ("/v1/dialogs/abc/messages", "GET", "POST"), ("/v1/events/abc", "POST", "GET"),
  ])
  func anotherMethodIsToldApart(path: String, method: String, allowed: String) async throws {
    try await Gateway.run { gateway in
      let answer = try await gateway.client.ask(.init(rawValue: method), path)

      #expect(answer.status == 405)
      #expect(answer.headers["Allow"].first?.contains(allowed) == true)
      #expect(try answer.code == "method_not_allowed")
    }
  }

  private static func names(in path: String) -> [String] {
    path.split(separator: "/").filter { $0.first == "{" }.map { String($0.dropFirst().dropLast()) }
  }

  private static func references(in view: JSONView) -> [String] {
    let own = view["$ref"].string.map { [$0] } ?? []
    return own + view.members.flatMap { references(in: $0.value) }
      + view.elements.flatMap { references(in: $0) }
  }
}
