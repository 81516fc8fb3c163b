import AdapterKit
import CCurl
import Settings

/// The conversations that are being opened or open, on the curl thread only.
struct Conversations {
  private let multi: UnsafeMutableRawPointer
  private let limits: CurlLimits
  private var open: [Ticket: Conversation] = [:]
  private var beingOpened: [UnsafeMutableRawPointer: (Opening, Conversation)] = [:]

  init(in multi: UnsafeMutableRawPointer, _ limits: CurlLimits) {
    self.multi = multi
    self.limits = limits
  }

  mutating func begin(_ opening: Opening) {
    guard !opening.ticket.isCancelled else { return opening.refuse("The opening was cancelled") }
    guard open.count + beingOpened.count < limits.conversations, let handle = CurlHandle() else {
      return opening.refuse("Too many conversations are open")
    }
    let conversation = Conversation(on: handle)
    handle.setEndpoint(opening.endpoint, limits)
    beingOpened[handle.raw] = (opening, conversation)
    if handle.refusal != CURLE_OK {
      finishOpening(handle.raw, handle.refusal)
    } else if curl_multi_add_handle(multi, handle.raw) != CURLM_OK {
      finishOpening(handle.raw, CURLE_FAILED_INIT)
    }
  }

  /// libcurl has made the connection, or given up.
  mutating func finishOpening(_ handle: UnsafeMutableRawPointer, _ code: CURLcode) {
    guard let (opening, conversation) = beingOpened.removeValue(forKey: handle) else { return }
    guard code == CURLE_OK else {
      opening.reply.resume(returning: .failure(failure(code, opening, conversation)))
      return remove(conversation)
    }
    open[opening.ticket] = conversation
    opening.reply.resume(returning: .success((opening.ticket, conversation.opening)))
  }

  func write(_ writing: Writing, to identity: Ticket) {
    guard !writing.ticket.isCancelled else { return writing.refuse("The sending was cancelled") }
    guard let conversation = open[identity] else { return writing.refuse(closed) }
    conversation.begin(writing)
  }

  func read(_ reading: Reading, from identity: Ticket) {
    guard !reading.ticket.isCancelled else { return reading.refuse("The receiving was cancelled") }
    guard let conversation = open[identity] else { return reading.refuse(closed) }
    conversation.begin(reading)
  }

  mutating func close(_ identity: Ticket) {
    guard let conversation = open.removeValue(forKey: identity) else { return }
    conversation.abandon(closed)
    remove(conversation)
  }

  mutating func cancel(_ ticket: Ticket) {
    for (handle, (opening, conversation)) in beingOpened where opening.ticket == ticket {
      beingOpened[handle] = nil
      opening.refuse("The opening was cancelled")
      remove(conversation)
    }
    for conversation in open.values { conversation.abandon("The call was cancelled", of: ticket) }
  }

  mutating func stop() {
    for (opening, conversation) in beingOpened.values {
      opening.refuse("libcurl was stopped")
      remove(conversation)
    }
    beingOpened = [:]
    for identity in Array(open.keys) { close(identity) }
  }

  /// Waits for libcurl's sockets and for ours, then goes on with what waited for ours.
  func wait(atMost longest: Duration) {
    let waiting = open.values.compactMap { conversation in
      conversation.wait.map { (conversation, $0) }
    }
    var waits = waiting.map(\.1)
    let now = ContinuousClock.now
    let rest = waiting.compactMap { $0.0.deadline }.min().map { max(.zero, $0 - now) } ?? longest
    let limit = Int32(min(rest, longest).milliseconds + 1)
    curl_multi_poll(multi, &waits, UInt32(waits.count), limit, nil)

    let then = ContinuousClock.now
    for (index, (conversation, _)) in waiting.enumerated() {
      if waits[index].revents != 0 { conversation.goOn() }
      conversation.expire(then)
    }
  }

  private func remove(_ conversation: Conversation) {
    curl_multi_remove_handle(multi, conversation.handle.raw)
  }

  private func failure(
    _ code: CURLcode, _ opening: Opening, _ conversation: Conversation
  ) -> SendFailure {
    let secrets = [opening.endpoint.password].compactMap(\.self)
    let words = shown(conversation.handle.words(about: code), without: secrets)
    let lines = conversation.opening.map { shown($0, without: secrets) }
    return code.openingFailure(words: words, lines: lines)
  }
}

private let closed = "The conversation is closed"

extension CurlHandle {
  fileprivate func setEndpoint(_ endpoint: Endpoint, _ limits: CurlLimits) {
    let service = endpoint.service.rawValue
    setFoundation(limits, protocols: "\(service),\(service)s")
    if let url = endpoint.url { set(CURLOPT_URL, url) }
    set(CURLOPT_CONNECT_ONLY, true)
    let usesTLS = endpoint.security == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL
    set(CURLOPT_USE_SSL, Int(usesTLS.rawValue))
    set(CURLOPT_CONNECTTIMEOUT_MS, limits.connecting)
    set(CURLOPT_TIMEOUT_MS, limits.opening)
    if let user = endpoint.user { set(CURLOPT_USERNAME, user.text) }
    if let password = endpoint.password { set(CURLOPT_PASSWORD, password.reveal()) }
  }
}

extension Endpoint {
  /// As libcurl writes it, so that no part can run over into the next; nil if a part cannot be.
  fileprivate var url: String? {
    guard let parts = curl_url() else { return nil }
    defer { curl_url_cleanup(parts) }
    let scheme = security == .implicit ? service.rawValue + "s" : service.rawValue
    let host = host.text.contains(":") ? "[\(host)]" : host.text
    // libcurl takes the name for EHLO from the path.
    let path = service == .smtp ? "/" + ownName.text : "/"
    let flags = UInt32(CURLU_URLENCODE)
    guard curl_url_set(parts, CURLUPART_SCHEME, scheme, 0) == CURLUE_OK,
      curl_url_set(parts, CURLUPART_HOST, host, 0) == CURLUE_OK,
      curl_url_set(parts, CURLUPART_PORT, String(port), 0) == CURLUE_OK,
      curl_url_set(parts, CURLUPART_PATH, path, flags) == CURLUE_OK
    else { return nil }
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(parts, CURLUPART_URL, &text, 0) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}
