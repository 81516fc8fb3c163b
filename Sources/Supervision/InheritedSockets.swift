import Glibc

/// The listening sockets that systemd hands over, by the names that their units give them.
///
/// See sd_listen_fds(3). A socket is never shut down here: that would end it for the next process.
package struct InheritedSockets: Sendable, Hashable {
  package enum Failure: Error, Hashable {
    /// `LISTEN_FDS` is no number, or more than anybody hands over.
    case badCount(String)
    /// `LISTEN_FDNAMES` names another number of sockets than there are.
    case badNames(String)
    case refused(InheritedSocket, errno: Int32)
  }

  /// More than three listeners' worth; a larger number is a mistake.
  static let most = 64
  /// The first descriptor after the standard ones.
  static let first: Int32 = 3
  /// The variables that tell of the sockets.
  static let variables = ["LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"]

  package let all: [InheritedSocket]

  /// Reads what the environment says: no socket if it speaks to another process.
  package init(environment: [String: String], processID: Int32) throws(Failure) {
    guard environment["LISTEN_PID"] == "\(processID)", let text = environment["LISTEN_FDS"] else {
      all = []
      return
    }
    guard let count = Int(text), (0...Self.most).contains(count) else { throw .badCount(text) }
    var names = Array(repeating: Substring("unknown"), count: count)
    if let text = environment["LISTEN_FDNAMES"], count > 0 {
      names = text.split(separator: ":", omittingEmptySubsequences: false)
      guard names.count == count else { throw .badNames(text) }
    }
    all = zip(Self.first..., names).map { InheritedSocket(name: String($1), descriptor: $0) }
  }

  /// The sockets of one unit, in its order.
  package subscript(name: String) -> [InheritedSocket] {
    all.filter { $0.name == name }
  }

  /// Keeps the sockets, and the word of them, from programs that this process might start.
  ///
  /// To be called at the start, before a second thread could read the environment.
  package func keepPrivate() throws(Failure) {
    for socket in all {
      let flags = fcntl(socket.descriptor, F_GETFD)
      guard flags >= 0, fcntl(socket.descriptor, F_SETFD, flags | FD_CLOEXEC) >= 0 else {
        throw .refused(socket, errno: errno)
      }
    }
    for variable in Self.variables { unsetenv(variable) }
  }
}

/// One listening socket, open as long as the process lives.
package struct InheritedSocket: Sendable, Hashable {
  package enum Family: Sendable, Hashable { case internet, unix, other }

  package let name: String
  package let descriptor: Int32

  /// What kind of peers it listens to: `api` has one of either kind.
  package var family: Family {
    var address = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let answer = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &length)
      }
    }
    guard answer == 0 else { return .other }
    switch Int32(address.ss_family) {
    case AF_INET, AF_INET6: return .internet
    case AF_UNIX: return .unix
    default: return .other
    }
  }

  /// A descriptor of the caller's own, to close when done: a child that is started again takes
  /// another one, and the socket stays open meanwhile.
  package func duplicate() throws(InheritedSockets.Failure) -> Int32 {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, InheritedSockets.first)
    guard copy >= 0 else { throw .refused(self, errno: errno) }
    return copy
  }
}
