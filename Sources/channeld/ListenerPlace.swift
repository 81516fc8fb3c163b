import Supervision

/// Where a listener listens: at an address of the configuration, or on a socket that systemd holds.
enum ListenerPlace: Sendable {
  case address(ListenAddress)
  case inherited(InheritedSocket)

  /// A socket of that name that was handed over comes first.
  init(_ name: String, in sockets: InheritedSockets, else address: ListenAddress) {
    self =
      sockets[name].first { $0.family == .internet }.map { .inherited($0) } ?? .address(address)
  }
}
