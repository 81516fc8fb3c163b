import AdapterKit
import EventModel
import JSON

extension VKAdapter: FileUploading {
  /// VK's three steps: it names a server, takes the file there, and gives it a name.
  package func upload(
    _ file: ReadyFile, for part: Part, over transport: some Transport
  ) async throws(SendFailure) -> String {
    guard let purpose = VKPurpose(file.use.purpose) else {
      throw .rejected(DeliveryError(.uploadFailed, "VK takes no file for that"))
    }
    let upload = VKUpload(file.file, for: purpose, group: settings.group)
    try upload.check()
    let peer = purpose.peer ?? VKCall(part.request).flatMap { Int64($0.space) }
    do throws(SendFailure) {
      let server = try await server(for: upload, peer, over: transport)
      let answer = try await hand(upload, to: server, over: transport)
      let kept = try await api.make(try upload.keeping(answer), over: transport)
      guard let name = upload.name(in: kept), VKAttachments.isName(name) else {
        throw SendFailure.rejected(
          DeliveryError(.uploadFailed, "VK's answer does not name the file"))
      }
      return name
    } catch {
      throw upload.failure(error)
    }
  }

  /// For photos of chats VK may refuse the chat itself, and some tokens want it: so nobody is named
  /// first, and the chat then.
  private func server(
    for upload: VKUpload, _ peer: Int64?, over transport: some Transport
  ) async throws(SendFailure) -> String {
    let isChat = peer.map { VKPlace.peer($0).isChat } ?? false
    let first = upload.purpose.kind == .photo && isChat ? 0 : peer
    do throws(SendFailure) {
      return try await server(upload.asking(for: first), over: transport)
    } catch {
      guard first != peer, error.error?.code == "100" || error.error?.code == "1" else {
        throw error
      }
      return try await server(upload.asking(for: peer), over: transport)
    }
  }

  private func server(
    _ call: VKCall, over transport: some Transport
  ) async throws(SendFailure) -> String {
    guard let address = try await api.make(call, over: transport)["upload_url"].nonEmpty else {
      throw .rejected(DeliveryError(.uploadFailed, "VK names no server for the file"))
    }
    return address
  }

  /// No token goes there.
  private func hand(
    _ upload: VKUpload, to address: String, over transport: some Transport
  ) async throws(SendFailure) -> JSONView {
    guard var request = settings.request(to: address) else {
      throw .rejected(DeliveryError(.uploadFailed, "the upload server's address is not safe"))
    }
    request.method = .post
    request.body = .form([upload.field])
    request.timeout = .seconds(600)
    request.largestAnswer = 1 << 20
    let answer = try await transport.perform(request)
    let status = String(answer.status)
    switch answer.status {
    case 200..<300: break
    case 413:
      throw .rejected(
        DeliveryError(.fileTooLarge, code: status, "the upload server finds the file too large"))
    case 429, 500...:
      throw .unavailable(DeliveryError(.uploadFailed, code: status, "the upload server failed"))
    default:
      throw .rejected(
        DeliveryError(.uploadFailed, code: status, "the upload server refused the file"))
    }
    guard let root = try? JSONDocument(parsing: answer.body).root, root.kind == .object else {
      throw .unavailable(DeliveryError(.uploadFailed, code: status, "the answer is no JSON"))
    }
    return root
  }
}
