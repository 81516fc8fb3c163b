import AdapterKit
import CCurl

/// What a request carries.
extension CurlHandle {
  /// Sets a body and, unless there is none, the method POST; returns the header it needs.
  func setBody(_ body: TransferRequest.Body) -> String? {
    switch body {
    case .none: return nil
    case .bytes(let bytes, let contentType):
      setBody(bytes)
      return "Content-Type: \(contentType)"
    case .file(let path, let contentType):
      setFile(path)
      return "Content-Type: \(contentType)"
    case .form(let parts):
      setForm(parts)
      return nil
    }
  }

  /// A copy of the request's body.
  func setBody(_ bytes: [UInt8]) {
    note(ccurl_set_size(raw, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count)))
    bytes.withUnsafeBytes { body in
      guard let start = body.baseAddress else { return set(CURLOPT_COPYPOSTFIELDS, "") }
      note(ccurl_set_bytes(raw, CURLOPT_COPYPOSTFIELDS, start))
    }
  }

  private func setFile(_ path: String) {
    guard let file = opened(path) else { return }
    set(CURLOPT_POST, true)
    note(ccurl_set_size(raw, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(file.size)))
    note(ccurl_set_body_source(raw, giveFile, Unmanaged.passUnretained(file).toOpaque()))
  }

  /// libcurl writes the names, with quotation marks and line ends percent-encoded.
  private func setForm(_ parts: [FormPart]) {
    guard let form = curl_mime_init(raw) else { return note(CURLE_OUT_OF_MEMORY) }
    keep(form)
    for part in parts {
      guard let slot = curl_mime_addpart(form) else { return note(CURLE_OUT_OF_MEMORY) }
      note(curl_mime_name(slot, part.name.text))
      setContent(part.content, of: slot)
      if let name = part.fileName { note(curl_mime_filename(slot, name.text)) }
      if let type = part.contentType { note(curl_mime_type(slot, type.text)) }
    }
    note(ccurl_set_form(raw, form))
  }

  private func setContent(_ content: FormPart.Content, of slot: OpaquePointer) {
    switch content {
    case .bytes(let bytes):
      bytes.withUnsafeBytes { buffer in
        let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
        note(start.map { curl_mime_data(slot, $0, buffer.count) } ?? curl_mime_data(slot, "", 0))
      }
    case .file(let path):
      guard let file = opened(path) else { return }
      note(
        curl_mime_data_cb(
          slot, curl_off_t(file.size), giveFile, nil, nil,
          Unmanaged.passUnretained(file).toOpaque()))
    }
  }

  /// A file that stays open as long as the handle needs it.
  private func opened(_ path: String) -> UploadFile? {
    do {
      let file = try UploadFile(path)
      keep(file)
      return file
    } catch {
      note(error.code)
      return nil
    }
  }
}
