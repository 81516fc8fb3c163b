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
    answer = Answer(largestBody: order.request.largestAnswer)

    handle.setFoundation(limits, protocols: "http,https")
    handle.setSinks(
      header: takeHeaderLine, body: takeBody, context: Unmanaged.passUnretained(self).toOpaque())
    handle.setRequest(order.request)
    handle.setBounds(limits, order)
  }

  /// Tells the caller how it ended.
  func finish(_ code: CURLcode) {
    guard code == CURLE_OK, answer.hasWholeHead else {
      return order.reply.resume(returning: .failure(failure(code)))
    }
    let response = TransferResponse(
      status: handle.responseCode, headers: answer.headers, body: answer.body)
    order.reply.resume(returning: .success(response))
  }

  /// Tells the caller that we gave up, and why.
  func abandon(_ reason: String) {
    let error = DeliveryError(.unknown, reason)
    order.reply.resume(
      returning: .failure(progress == .written ? .uncertain(error) : .unavailable(error)))
  }

  private var progress: Progress { handle.sentBytes > 0 ? .written : .untouched }

  private func failure(_ code: CURLcode) -> SendFailure {
    let guarding = handle.guarding.pointee
    if guarding.refused_address {
      return .rejected(DeliveryError(.platformError, "The address is not a public one"))
    }
    return code.failure(progress, words: shown(words(code, guarding), without: secrets))
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
  exchange.answer.takeLine(UnsafeRawBufferPointer(start: bytes, count: count))
  return count
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
    set(CURLOPT_ACCEPT_ENCODING, "")
    // Without `Expect` libcurl never waits for a `100 Continue`.
    var lines = request.headers.map { "\($0.name): \($0.value)" } + ["Expect:"]
    switch (request.method, request.body) {
    case (.get, .none): set(CURLOPT_HTTPGET, true)
    case (.post, .none): setBody([])
    case (let method, .bytes(let bytes, let contentType)):
      setBody(bytes)
      lines.append("Content-Type: \(contentType)")
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
    set(CURLOPT_LOW_SPEED_LIMIT, slowestBytesPerSecond)
    set(CURLOPT_LOW_SPEED_TIME, longestSilence.milliseconds / 1000)
    set(CURLOPT_MAXFILESIZE, order.request.largestAnswer)
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
