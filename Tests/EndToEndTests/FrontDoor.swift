import NIOCore
import NIOPosix
import Synchronization

/// A port on loopback that leads to a server, or refuses whoever knocks.
actor FrontDoor {
  nonisolated let port: Int
  private let server: Int
  private var listener: (any Channel)?
  private let guests = Guests()

  /// Shut at first.
  init(to server: Int) async throws {
    self.server = server
    port = try await freePort()
  }

  func open() async throws {
    let (server, guests) = (server, guests)
    listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.autoRead, value: false)
      .childChannelInitializer { inner in
        guests.add(inner)
        return ClientBootstrap(group: inner.eventLoop)
          .connect(host: "127.0.0.1", port: server)
          .flatMap { outer in
            guests.add(outer)
            return inner.pipeline.addHandler(Passage(to: outer)).and(
              outer.pipeline.addHandler(Passage(to: inner))
            ).flatMap { _ in inner.setOption(.autoRead, value: true) }
          }
      }
      .bind(host: "127.0.0.1", port: port).get()
  }

  /// Nobody comes in any more, and those who are in are put out.
  func close() async throws {
    try await listener?.close().get()
    listener = nil
    for guest in guests.leave() { try? await guest.close().get() }
  }
}

/// The connections that lead through a door.
private final class Guests: Sendable {
  private let all = Mutex<[any Channel]>([])

  func add(_ channel: any Channel) { all.withLock { $0.append(channel) } }

  func leave() -> [any Channel] {
    all.withLock { channels in
      defer { channels = [] }
      return channels
    }
  }
}

/// Hands on what comes in, and the end of it.
private final class Passage: ChannelInboundHandler, Sendable {
  typealias InboundIn = ByteBuffer

  private let other: any Channel

  init(to other: any Channel) { self.other = other }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    other.writeAndFlush(unwrapInboundIn(data), promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
