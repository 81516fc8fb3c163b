import AdapterKit
import CCurl
import EventModel
import Glibc
import Synchronization

/// Drives all transfers by one multi handle of libcurl, on one thread of its own.
package final class CurlMulti: Sendable {
  private let limits: CurlLimits
  private let inbox = Mutex(Inbox())

  package init(_ limits: CurlLimits = CurlLimits()) {
    self.limits = limits
  }

  /// Works until the task is cancelled, then ends what is under way and joins its thread.
  ///
  /// May be called again afterwards. What is asked for before the first call waits for it; what is
  /// asked for between a call's end and the next call fails as unavailable.
  package func run() async throws(CurlStartError) {
    guard isInitialised else { throw CurlStartError(reason: "libcurl could not be initialised") }
    inbox.withLock { $0.begin() }
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { (ended: CheckedContinuation<Outcome, Never>) in
        guard startThread({ ended.resume(returning: self.drive()) }) else {
          return ended.resume(returning: .failure(CurlStartError(reason: "No thread to be had")))
        }
      }
    } onCancel: {
      inbox.withLock { $0.stop() }
    }
    pthread_join(try outcome.get(), nil)
  }

  /// Makes a call on the curl thread and waits for its answer; cancelling the task cancels the
  /// call.
  func ask<Value>(
    _ command: (Ticket, Reply<Value>) -> Command
  ) async throws(SendFailure) -> Value {
    let ticket = Ticket()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { reply in give(command(ticket, reply)) }
    } onCancel: {
      ticket.cancel()
      give(.cancel(ticket))
    }
    return try result.get()
  }

  func give(_ command: Command) {
    let refusal = inbox.withLock { $0.add(command, limits) }
    if let refusal { command.refuse(refusal) }
  }

  private typealias Outcome = Result<pthread_t, CurlStartError>

  /// The life of the thread; returns the thread.
  private func drive() -> Outcome {
    guard let loop = CurlLoop(limits) else {
      pthread_detach(pthread_self())
      closeInbox()
      return .failure(CurlStartError(reason: "libcurl has no memory for a multi handle"))
    }
    ccurl_name_thread("curl")
    inbox.withLock { $0.connect(Doorbell(multi: loop.multi)) }
    while let commands = inbox.withLock({ $0.take(underWay: loop.underWay) }) {
      loop.turn(commands)
    }
    closeInbox()
    loop.stop()
    return .success(pthread_self())
  }

  private func closeInbox() {
    let failure = SendFailure.unavailable(DeliveryError(.unknown, "libcurl was stopped"))
    for command in inbox.withLock({ $0.close() }) { command.refuse(failure) }
  }
}

/// Why `CurlMulti` could not begin to work.
package struct CurlStartError: Error {
  package let reason: String
}

/// libcurl's globals, made once a process.
private let isInitialised = ccurl_start() == CURLE_OK

/// Runs `body` on a new thread, unless there can be none.
private func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
  let context = Unmanaged.passRetained(ThreadBody(run: body))
  var thread = pthread_t()
  let code = pthread_create(
    &thread, nil,
    { context in
      guard let context else { return nil }
      Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
      return nil
    }, context.toOpaque())
  if code != 0 { context.release() }
  return code == 0
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(run: @escaping @Sendable () -> Void) {
    self.run = run
  }
}
