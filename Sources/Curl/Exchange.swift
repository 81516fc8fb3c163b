import AdapterKit
import CCurl
import EventModel
import Settings

/// One HTTP request that libcurl is working at, and what has come of it.
///
/// Used on the curl thread only. While its handle is in the multi handle, the loop holds it: the
/// handle's callbacks have an unretained pointer to it.
final class Exchange {
  let handle: CurlHandle
  let order: Order
  fileprivate var answer: Answer

  init(_ order: Order, on handle: CurlHandle, _ limits: CurlLimits) {
    self.order = order
    self.handle = handle
    answer = Answer(for: order.request)

    handle.setFoundation(limits, protocols: "http,https")
    handle.setSinks(
      header: takeHeaderLine, body: takeBody, context: Unmanaged.passUnretained(self).toOpaque())
    handle.setRequest(order.request)
    handle.setBounds(limits, order)
  }

  /// Tells the caller how it ended.
  func finish(_ code: CURLcode) {
    let result = result(code)
    answer.discard()
    order.reply.resume(returning: result)
  }

  /// Tells the caller that we gave up, and why.
  func abandon(_ reason: String) {
    let error = DeliveryError(.unknown, reason)
    answer.discard()
    order.reply.resume(
      returning: .failure(progress == .written ? .uncertain(error) : .unavailable(error)))
  }

  private var progress: Progress { handle.sentBytes > 0 ? .written : .untouched }

  private func result(_ code: CURLcode) -> Result<TransferResponse, SendFailure> {
    guard code == CURLE_OK || answer.isEnough, answer.hasWholeHead else {
      return .failure(failure(code))
    }
    var file: TransferResponse.WrittenFile?
    if let destination = answer.destination {
      switch destination.finish() {
      case .success(let written): file = written
      case .failure(let error): return .failure(failure(error.trouble))
      }
    }
    return .success(
      TransferResponse(
        status: handle.responseCode, headers: answer.headers, body: answer.body, file: file))
  }

  private func failure(_ code: CURLcode) -> SendFailure {
    let guarding = handle.guarding.pointee
    if guarding.refused_address {
      return .rejected(DeliveryError(.platformError, "The address is not a public one"))
    }
    if case .trouble(let trouble) = answer.ending { return failure(trouble) }
    if code == CURLE_FILESIZE_EXCEEDED, case .file(_, let limit) = order.request.destination {
      return failure(AnswerFile.Trouble.tooLong(limit: limit))
    }
    return code.failure(progress, words: shown(words(code, guarding), without: secrets))
  }

  private func failure(_ trouble: AnswerFile.Trouble) -> SendFailure {
    switch trouble {
    case .tooLong(let limit):
      .rejected(DeliveryError(.fileTooLarge, "The file is longer than \(limit) bytes"))
    case .unwritable(let word):
      .unavailable(DeliveryError(.downloadFailed, "The file cannot be written: \(word)"))
    }
  }

  private func words(_ code: CURLcode, _ guarding: ccurl_guard) -> String {
    if answer.isTooLong || code == CURLE_FILESIZE_EXCEEDED {
      "The answer is longer than \(order.request.largestAnswer) bytes"
    } else if guarding.refused_repeat {
      "The connection was closed before an answer came"
    } else if code == CURLE_OK {
      "The answer ended within its head"
    } else {
      handle.words(about: code)
    }
  }

  private var secrets: [Secret] {
    order.request.secrets + [Secret(order.request.url.text)].compactMap(\.self)
  }
}

private let takeHeaderLine: ccurl_sink = { bytes, _, count, context in
  guard let context else { return 0 }
  let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
  return exchange.answer.takeLine(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
}

private let takeBody: ccurl_sink = { bytes, _, count, context in
  guard let context else { return 0 }
  let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
  return exchange.answer.takeBody(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
}

extension CurlHandle {
  fileprivate func setRequest(_ request: TransferRequest) {
    set(CURLOPT_URL, request.url.text)
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    set(CURLOPT_FOLLOWLOCATION, false)
    // A file is kept as it is over there, also a part of it.
    if request.destination == .memory { set(CURLOPT_ACCEPT_ENCODING, "") }
    // Without `Expect` libcurl never waits for a `100 Continue`.
    var lines = request.headers.map { "\($0.name): \($0.value)" } + ["Expect:"]
    switch (request.method, request.body) {
    case (.get, .none): set(CURLOPT_HTTPGET, true)
    case (.post, .none): setBody([])
    case (let method, let body):
      lines += [setBody(body)].compactMap(\.self)
      if method == .get { set(CURLOPT_CUSTOMREQUEST, method.rawValue) }
    }
    setHeaders(lines)
    // A GET may be repeated by anybody; what is posted goes out once.
    guarding.pointee.once = request.method == .post
    guarding.pointee.public_only = request.trust == .strangers
  }

  fileprivate func setBounds(_ limits: CurlLimits, _ order: Order) {
    let time = order.deadline - .now
    set(CURLOPT_TIMEOUT_MS, time)
    set(CURLOPT_CONNECTTIMEOUT_MS, min(limits.connecting, time))
    switch order.request.destination {
    case .memory:
      set(CURLOPT_LOW_SPEED_LIMIT, slowestBytesPerSecond)
      set(CURLOPT_LOW_SPEED_TIME, longestSilence.milliseconds / 1000)
      set(CURLOPT_MAXFILESIZE, order.request.largestAnswer)
    case .file:
      set(CURLOPT_LOW_SPEED_LIMIT, limits.slowestFile)
      set(CURLOPT_LOW_SPEED_TIME, max(1, limits.longestStall.milliseconds / 1000))
      set(CURLOPT_BUFFERSIZE, largestPiece)
    }
    set(CURLOPT_MAXAGE_CONN, longestRest.milliseconds / 1000)
    set(CURLOPT_MAXLIFETIME_CONN, longestConnection.milliseconds / 1000)
  }
}

private let slowestBytesPerSecond = 100
/// A long poll says nothing for as long as a minute, and that is no stall.
private let longestSilence: Duration = .seconds(90)
/// Servers close kept connections after about a minute; a request that meets the closing is
/// uncertain.
private let longestRest: Duration = .seconds(50)
private let longestConnection: Duration = .seconds(600)
private let largestPiece = 64 << 10

extension Answer {
  fileprivate init(for request: TransferRequest) {
    switch request.destination {
    case .memory: self.init(largestBody: request.largestAnswer)
    case .file(let path, let limit):
      self.init(largestBody: request.largestAnswer, file: AnswerFile(path, atMost: limit))
    }
  }
}
