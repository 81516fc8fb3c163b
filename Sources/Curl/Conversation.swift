import AdapterKit
import CCurl
import EventModel

/// One connection in libcurl's connect-only mode: it is made and logged in, then bytes go both
/// ways.
///
/// Used on the curl thread only. Its handle stays in the multi handle until it is closed (taken
/// out, every send fails), and for that long `Conversations` holds it: the handle's callbacks have
/// an unretained pointer to it.
final class Conversation {
  let handle: CurlHandle
  /// What the server said while the connection was made.
  fileprivate(set) var opening: [String] = []
  private var writing: Writing?
  private var reading: Reading?
  private var hasWritten = false

  init(on handle: CurlHandle) {
    self.handle = handle
    handle.setSinks(
      header: takeLine, body: ignoreBody, context: Unmanaged.passUnretained(self).toOpaque())
  }

  /// What to wait for at the socket; nil when nobody waits for anything.
  var wait: curl_waitfd? {
    let events =
      (reading == nil ? 0 : CURL_WAIT_POLLIN) | (writing == nil ? 0 : CURL_WAIT_POLLOUT)
    guard events != 0 else { return nil }
    return curl_waitfd(fd: ccurl_get_socket(handle.raw), events: Int16(events), revents: 0)
  }

  /// When the first of those who wait must have an answer.
  var deadline: ContinuousClock.Instant? {
    [reading?.deadline, writing?.deadline].compactMap(\.self).min()
  }

  func begin(_ writing: Writing) {
    guard self.writing == nil else { return writing.refuse(occupied) }
    self.writing = writing
    write()
  }

  func begin(_ reading: Reading) {
    guard self.reading == nil else { return reading.refuse(occupied) }
    self.reading = reading
    read()
  }

  /// Goes on with what waited for the socket.
  func goOn() {
    if writing != nil { write() }
    if reading != nil { read() }
  }

  /// Answers those whose time is over.
  func expire(_ now: ContinuousClock.Instant) {
    let error = DeliveryError(.timeout, "The server did not answer in time")
    if let reading, reading.deadline <= now { endReading(.failure(failure(error))) }
    if let writing, writing.deadline <= now { endWriting(.failure(failure(error))) }
  }

  /// Answers who waits by that ticket, or all who wait, that nothing will come of it.
  func abandon(_ reason: String, of ticket: Ticket? = nil) {
    let failure = failure(DeliveryError(.unknown, reason))
    if let reading, ticket == nil || reading.ticket == ticket { endReading(.failure(failure)) }
    if let writing, ticket == nil || writing.ticket == ticket { endWriting(.failure(failure)) }
  }

  private func write() {
    while let rest = writing?.rest, !rest.isEmpty {
      var count = 0
      let code = rest.withUnsafeBytes {
        curl_easy_send(handle.raw, $0.baseAddress, $0.count, &count)
      }
      if code == CURLE_AGAIN { return }
      if count > 0 { hasWritten = true }
      guard code == CURLE_OK, count > 0 else { return endWriting(.failure(broken(code))) }
      writing?.rest = rest.dropFirst(count)
    }
    endWriting(.success(()))
  }

  /// Reads before anybody polls: TLS may hold bytes that the socket shows no more.
  ///
  /// Whether the server closed in an orderly way or not is the same to a protocol of lines.
  private func read() {
    var code = CURLE_OK
    let bytes = [UInt8](unsafeUninitializedCapacity: largestPiece) { buffer, count in
      code = curl_easy_recv(handle.raw, buffer.baseAddress, buffer.count, &count)
    }
    if code != CURLE_AGAIN { endReading(.success(code == CURLE_OK ? bytes : [])) }
  }

  private func endReading(_ result: Result<[UInt8], SendFailure>) {
    reading?.reply.resume(returning: result)
    reading = nil
  }

  private func endWriting(_ result: Result<Void, SendFailure>) {
    writing?.reply.resume(returning: result)
    writing = nil
  }

  private func broken(_ code: CURLcode) -> SendFailure {
    code.failure(hasWritten ? .written : .untouched, words: handle.words(about: code))
  }

  private func failure(_ error: DeliveryError) -> SendFailure {
    hasWritten ? .uncertain(error) : .unavailable(error)
  }
}

private let occupied = "Somebody else is at it"
private let largestPiece = 64 << 10
private let mostLines = 200

private let takeLine: ccurl_sink = { bytes, _, count, context in
  guard let context else { return 0 }
  let conversation = Unmanaged<Conversation>.fromOpaque(context).takeUnretainedValue()
  let line = UnsafeRawBufferPointer(start: bytes, count: count).trimmed
  if conversation.opening.count < mostLines {
    conversation.opening.append(String(decoding: line, as: UTF8.self))
  }
  return count
}

private let ignoreBody: ccurl_sink = { _, _, count, _ in count }
