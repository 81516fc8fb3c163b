import Foundation

extension Process {
  /// Runs it with no signal blocked: the threads of Swift's pool block them all, and a child would
  /// inherit that and never hear of its end.
  func runUnblocked() throws {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try run()
  }
}
