import AdapterKit
import CCurl
import EventModel

/// All that lives on the curl thread: the multi handle and what was added to it.
///
/// Not `Sendable`, and needs no lock: it is made, used and dropped on that thread.
final class CurlLoop {
  let multi: UnsafeMutableRawPointer
  private let limits: CurlLimits
  private var admission: Admission<Order>
  private var exchanges: [UnsafeMutableRawPointer: Exchange] = [:]
  private var byTicket: [Ticket: Exchange] = [:]
  private var spare: [CurlHandle] = []
  private var conversations: Conversations

  init?(_ limits: CurlLimits) {
    guard let multi = curl_multi_init() else { return nil }
    self.multi = multi
    self.limits = limits
    conversations = Conversations(in: multi, limits)
    admission = Admission(total: limits.inFlight, perHost: limits.perHost)
    _ = ccurl_multi_set_long(
      multi, CURLMOPT_MAXCONNECTS, limits.inFlight + limits.conversations)
  }

  deinit { curl_multi_cleanup(multi) }

  /// Requests that are under way or wait for their turn.
  var underWay: Int { exchanges.count + admission.waitingCount }

  /// Does what can be done at once, then waits until something can be done again, but not for long.
  func turn(_ commands: [Command]) {
    commands.forEach(carryOut)
    dropOverdue()
    var running: Int32 = 0
    curl_multi_perform(multi, &running)
    collect()
    conversations.wait(atMost: longestWait)
  }

  /// Ends all that is under way; the loop must not be used afterwards.
  func stop() {
    conversations.stop()
    for exchange in exchanges.values {
      exchange.abandon("The transfer was stopped")
      leave(exchange)
    }
    for order in admission.remove(where: { _ in true }) { order.refuse("The transfer was stopped") }
  }

  private func carryOut(_ command: Command) {
    switch command {
    case .exchange(let order):
      guard !order.ticket.isCancelled else { return order.refuse("The request was cancelled") }
      admission.add(order, for: order.host)
      beginNext()
    case .cancel(let ticket):
      cancel(ticket)
    case .open(let opening): conversations.begin(opening)
    case .send(let writing, let identity): conversations.write(writing, to: identity)
    case .receive(let reading, let identity): conversations.read(reading, from: identity)
    case .close(let identity): conversations.close(identity)
    }
  }

  private func cancel(_ ticket: Ticket) {
    conversations.cancel(ticket)
    for order in admission.remove(where: { $0.ticket == ticket }) {
      order.refuse("The request was cancelled")
    }
    guard let exchange = byTicket[ticket] else { return }
    exchange.abandon("The request was cancelled")
    leave(exchange)
    beginNext()
  }

  private func dropOverdue() {
    let now = ContinuousClock.now
    for order in admission.remove(where: { $0.deadline <= now }) {
      order.refuse("Other requests took all its time", .timeout)
    }
  }

  private func beginNext() {
    while let order = admission.next() {
      guard let handle = spare.popLast() ?? CurlHandle() else {
        admission.leave(order.host)
        order.refuse("No memory for a transfer")
        continue
      }
      let exchange = Exchange(order, on: handle, limits)
      exchanges[handle.raw] = exchange
      byTicket[order.ticket] = exchange
      if handle.refusal != CURLE_OK {
        end(exchange, handle.refusal)
      } else if curl_multi_add_handle(multi, handle.raw) != CURLM_OK {
        end(exchange, CURLE_FAILED_INIT)
      }
    }
  }

  /// Takes what libcurl has finished.
  private func collect() {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle
      else { continue }
      let code = message.pointee.data.result
      if let exchange = exchanges[handle] {
        end(exchange, code)
      } else {
        conversations.finishOpening(handle, code)
      }
    }
    beginNext()
  }

  private func end(_ exchange: Exchange, _ code: CURLcode) {
    exchange.finish(code)
    leave(exchange)
  }

  private func leave(_ exchange: Exchange) {
    let handle = exchange.handle
    curl_multi_remove_handle(multi, handle.raw)
    exchanges[handle.raw] = nil
    byTicket[exchange.order.ticket] = nil
    admission.leave(exchange.order.host)
    handle.reset()
    if spare.count < mostSpare { spare.append(handle) }
  }
}

/// For so long the deadline of a request that waits for its turn may be overlooked.
private let longestWait: Duration = .milliseconds(500)
private let mostSpare = 64
