import Glibc
import Testing

@testable import Supervision

struct InheritedSocketsTests {
  @Test(arguments: [
    (
      ["LISTEN_PID": "7", "LISTEN_FDS": "3", "LISTEN_FDNAMES": "ingress:api:api"],
      ["ingress3", "api4", "api5"]
    ),
    (["LISTEN_PID": "7", "LISTEN_FDS": "2"], ["unknown3", "unknown4"]),
    (["LISTEN_PID": "7", "LISTEN_FDS": "2", "LISTEN_FDNAMES": ":api"], ["3", "api4"]),
    (["LISTEN_PID": "7", "LISTEN_FDS": "0", "LISTEN_FDNAMES": ""], []),
    (["LISTEN_PID": "8", "LISTEN_FDS": "3", "LISTEN_FDNAMES": "ingress:api:api"], []),
    (["LISTEN_FDS": "3"], []),
    (["LISTEN_PID": "7"], []),
    ([:], []),
  ])
  func readsNamesAndNumbers(environment: [String: String], sockets: [String]) throws {
    let inherited = try InheritedSockets(environment: environment, processID: 7)

    #expect(inherited.all.map { "\($0.name)\($0.descriptor)" } == sockets)
  }

  @Test(arguments: ["-1", "65", "99999999999999999999", "three", "", " 1"])
  func refusesABadCount(count: String) {
    #expect(throws: InheritedSockets.Failure.badCount(count)) {
      try InheritedSockets(environment: ["LISTEN_PID": "7", "LISTEN_FDS": count], processID: 7)
    }
  }

  @Test(arguments: ["ingress", "ingress:api:api", ""])
  func refusesAnotherNumberOfNames(names: String) {
    let environment = ["LISTEN_PID": "7", "LISTEN_FDS": "2", "LISTEN_FDNAMES": names]

    #expect(throws: InheritedSockets.Failure.badNames(names)) {
      try InheritedSockets(environment: environment, processID: 7)
    }
  }

  @Test func givesAllSocketsOfAUnitInOrder() throws {
    let environment = [
      "LISTEN_PID": "7", "LISTEN_FDS": "3", "LISTEN_FDNAMES": "api:ingress:api",
    ]

    let inherited = try InheritedSockets(environment: environment, processID: 7)

    #expect(inherited["api"].map(\.descriptor) == [3, 5])
    #expect(inherited["ingress"].map(\.descriptor) == [4])
    #expect(inherited["console"] == [])
  }

  @Test(arguments: [
    (AF_INET, InheritedSocket.Family.internet), (AF_INET6, .internet), (AF_UNIX, .unix),
  ])
  func tellsTheFamiliesApart(family: Int32, expected: InheritedSocket.Family) throws {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    try #require(descriptor >= 0)
    defer { close(descriptor) }

    #expect(InheritedSocket(name: "api", descriptor: descriptor).family == expected)
  }

  @Test func aDuplicateIsTheCallersOwnAndStaysInThisProcess() throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let inherited = InheritedSocket(name: "api", descriptor: descriptor)

    let copy = try inherited.duplicate()
    #expect(fcntl(copy, F_GETFD) & FD_CLOEXEC != 0)
    close(copy)

    #expect(fcntl(descriptor, F_GETFD) >= 0, "the inherited one must stay open")
  }

  @Test func aDescriptorThatIsNoneIsRefused() {
    let none = InheritedSocket(name: "api", descriptor: 1_000_000)

    #expect(throws: InheritedSockets.Failure.refused(none, errno: EBADF)) {
      try none.duplicate()
    }
  }
}
