import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The HTTP side of a simulator: finds out which platform a request is for.
struct SimulatorServer: Sendable {
  let simulator: Simulator

  func run() async throws {
    let settings = simulator.settings
    var logger = simulator.logger
    // The server calls its own end an error.
    logger.logLevel = .critical
    let application = Application(
      responder: SimulatorResponder(simulator: simulator),
      configuration: .init(
        address: .hostname(settings.host, port: settings.port), serverName: "simulator"),
      onServerRunning: { [simulator] channel in
        simulator.isListening(on: channel.localAddress?.port ?? settings.port)
      }, logger: logger)
    try await application.run()
  }
}

/// The connection of a request, so that a fault can close it.
struct SimulatorContext: InitializableFromSource {
  let channel: any Channel

  init(source: ApplicationRequestContextSource) { channel = source.channel }
}

struct SimulatorResponder: HTTPResponder {
  let simulator: Simulator

  func respond(to request: Request, context: SimulatorContext) async throws -> Response {
    switch await answer(request) {
    case .response(let reply): return reply.response
    case .flood(let announced): return .flood(announced: announced)
    case .hangUp:
      try await context.channel.close()
      return Response(status: .internalServerError)
    }
  }

  private func answer(_ request: Request) async -> Answer {
    let target = request.head.path ?? "/"
    let path = target.prefix { $0 != "?" }.split(separator: "/").map { percentDecoded($0.utf8) }
    let query = String(target.drop { $0 != "?" }.dropFirst())
    guard let body = try? await request.body.collect(upTo: simulator.settings.limits.bodyBytes)
    else { return .json(TelegramError.status(413).answer, status: 413) }
    let incoming = IncomingRequest(
      isPost: request.method == .post, isDelete: request.method == .delete, path: path,
      query: query, body: Array(body.readableBytesView),
      contentType: request.headers[.contentType] ?? "",
      token: request.headers[.authorization].flatMap(Self.bearer))
    return await simulator.answer(incoming)
  }

  private static func bearer(_ header: String) -> String? {
    header.lowercased().hasPrefix("bearer ") ? String(header.dropFirst("bearer ".count)) : nil
  }
}

/// A request as far as it matters here.
struct IncomingRequest: Sendable {
  var isPost: Bool
  var isDelete: Bool
  /// The parts of the path, decoded.
  var path: [String]
  var query: String
  var body: [UInt8]
  var contentType: String
  /// What `Authorization: Bearer` shows.
  var token: String?

  var parameters: RequestParameters {
    RequestParameters(query: query, body: body, contentType: contentType)
  }

  /// The parameters as VK reads them: it takes no JSON body.
  var formParameters: RequestParameters {
    contentType.lowercased().hasPrefix("application/json")
      ? RequestParameters(query: query) : parameters
  }
}

extension Simulator {
  func answer(_ request: IncomingRequest) async -> Answer {
    let path = request.path
    switch path.first ?? "" {
    case "_sim": return await control(request)
    case "method" where path.count == 2: return await vk(path[1], request)
    case "lp" where path.count == 2: return await longPoll(of: path[1], request.formParameters)
    case "upload" where path.count == 3:
      return await upload(to: path[1], path[2], request.parameters)
    case "files" where path.count == 3: return vkFile(of: path[1], path[2])
    case "file" where path.count == 4: return telegramFile(of: path[1], path[3])
    case let bot where bot.hasPrefix("bot") && path.count <= 2:
      let token = String(bot.dropFirst("bot".count))
      let parameters = request.parameters
      let method = path.count > 1 ? path[1] : parameters.text("method") ?? ""
      return await telegram(token, method, parameters)
    default: return .json(TelegramError.noToken.answer, status: 404)
    }
  }
}
