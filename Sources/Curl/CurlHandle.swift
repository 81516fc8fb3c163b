import CCurl

/// One easy handle with what must live as long as it: its options by type, its guard, its words.
///
/// Used on the curl thread only.
final class CurlHandle {
  let raw: UnsafeMutableRawPointer
  let guarding: UnsafeMutablePointer<ccurl_guard>
  /// The first option that libcurl refused; a handle with one must not be performed.
  private(set) var refusal: CURLcode = CURLE_OK
  private let words: UnsafeMutablePointer<CChar>
  private var lists: [UnsafeMutablePointer<curl_slist>] = []
  private var form: OpaquePointer?
  private var files: [UploadFile] = []

  init?() {
    guard let raw = curl_easy_init() else { return nil }
    self.raw = raw
    guarding = .allocate(capacity: 1)
    guarding.initialize(to: ccurl_guard())
    words = .allocate(capacity: Int(CURL_ERROR_SIZE))
    words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    curl_easy_cleanup(raw)
    lists.forEach(curl_slist_free_all)
    curl_mime_free(form)
    words.deallocate()
    guarding.deallocate()
  }

  /// Forgets every option; connections stay, they belong to the multi handle.
  func reset() {
    curl_easy_reset(raw)
    lists.forEach(curl_slist_free_all)
    lists = []
    curl_mime_free(form)
    form = nil
    files = []
    refusal = CURLE_OK
    words[0] = 0
    guarding.pointee = ccurl_guard()
  }

  func set(_ option: CURLoption, _ text: String) { note(ccurl_set_string(raw, option, text)) }
  func set(_ option: CURLoption, _ number: Int) { note(ccurl_set_long(raw, option, number)) }
  func set(_ option: CURLoption, _ flag: Bool) { set(option, flag ? 1 : 0) }

  /// In whole milliseconds, at least one: zero would mean no limit.
  func set(_ option: CURLoption, _ limit: Duration) { set(option, max(1, limit.milliseconds)) }

  func setHeaders(_ lines: [String]) {
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines {
      guard let longer = curl_slist_append(list, line) else {
        note(CURLE_OUT_OF_MEMORY)
        break
      }
      list = longer
    }
    guard let list else { return }
    lists.append(list)
    note(ccurl_set_list(raw, CURLOPT_HTTPHEADER, list))
  }

  func setSinks(header: ccurl_sink, body: ccurl_sink, context: UnsafeMutableRawPointer) {
    note(ccurl_set_header_sink(raw, header, context))
    note(ccurl_set_body_sink(raw, body, context))
  }

  /// What holds for every handle, of requests and of conversations.
  func setFoundation(_ limits: CurlLimits, protocols: String) {
    note(ccurl_set_bytes(raw, CURLOPT_ERRORBUFFER, words))
    note(ccurl_set_guard(raw, guarding))
    set(CURLOPT_PROTOCOLS_STR, protocols)
    set(CURLOPT_NOSIGNAL, true)
    set(CURLOPT_PROXY, "")
    set(CURLOPT_TCP_KEEPALIVE, true)
    set(CURLOPT_SSL_VERIFYPEER, true)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    if let authorities = limits.authorities { set(CURLOPT_CAINFO, authorities) }
  }

  /// Bytes of requests that left us, those of a repeated one counted twice.
  var sentBytes: Int { ccurl_get_long(raw, CURLINFO_REQUEST_SIZE) }
  var responseCode: Int { ccurl_get_long(raw, CURLINFO_RESPONSE_CODE) }

  /// libcurl's own words about how the transfer ended.
  func words(about code: CURLcode) -> String {
    String(cString: words[0] == 0 ? curl_easy_strerror(code) : UnsafePointer(words))
  }

  /// Holds a form until the request has ended.
  func keep(_ form: OpaquePointer) {
    curl_mime_free(self.form)
    self.form = form
  }

  /// Holds a file until the request has ended.
  func keep(_ file: UploadFile) { files.append(file) }

  /// Remembers the first option that was refused.
  func note(_ code: CURLcode) {
    if refusal == CURLE_OK { refusal = code }
  }
}

extension Duration {
  /// Rounded down; what is too long for a number is the longest.
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    let (whole, isTooLong) = Int(seconds).multipliedReportingOverflow(by: 1000)
    return isTooLong
      ? Int(Int32.max) : min(whole, Int(Int32.max)) + Int(attoseconds / 1_000_000_000_000_000)
  }
}
