import Foundation
import Glibc
import Testing

/// A program that runs beside the tests.
///
/// Foundation's `Process` hands down open sockets and blocked signals, so that a connection which
/// we close stays open and the program can't be ended.
final class Program {
  private let pid: pid_t
  private var status: Int32?

  init(_ path: String, _ arguments: [String]) throws {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for descriptor in Int32(0)...2 {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    for descriptor in Int32(3)..<256 {
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    let words = ([path] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    var pid = pid_t()
    try #require(posix_spawn(&pid, path, &actions, &attributes, words + [nil], environ) == 0)
    self.pid = pid
  }

  /// Waits until it has ended; returns its status.
  @discardableResult func end() async throws -> Int32 {
    try await until {
      var status: Int32 = 0
      if self.status == nil, waitpid(pid, &status, WNOHANG) == pid { self.status = status }
      return self.status != nil
    }
    return status ?? -1
  }

  func stop() async throws {
    kill(pid, SIGTERM)
    try await end()
  }
}

/// Runs a program to its end, which must be a good one.
func finish(_ path: String, _ arguments: String...) async throws {
  #expect(try await Program(path, arguments).end() == 0)
}

/// Runs a server at a port of loopback for as long as `body` works with it.
func running(
  _ path: String, _ arguments: [String], at port: Int, _ body: () async throws -> Void
) async throws {
  let server = try Program(path, arguments)
  do {
    try await untilSomebodyListens(at: port)
    try await body()
  } catch {
    try await server.stop()
    throw error
  }
  try await server.stop()
}

/// A port of loopback that nobody uses, and that the system gives to nobody by itself.
///
/// It is not tried: a program that is started meanwhile would hold our socket for a moment.
func freePort() throws -> Int {
  for _ in 0..<100 {
    let port = Int.random(in: 20_000..<32_000)
    if try !systemSockets().contains(":\(hexadecimal(port)) ") { return port }
  }
  throw NoFreePort()
}

private struct NoFreePort: Error {}

private func untilSomebodyListens(at port: Int) async throws {
  let listening = "0100007F:\(hexadecimal(port)) 00000000:0000 0A"
  try await until { try systemSockets().contains(listening) }
}

private func systemSockets() throws -> String {
  try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)
}

private func hexadecimal(_ port: Int) -> String { String(port, radix: 16, uppercase: true) }
