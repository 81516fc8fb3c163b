import AdapterKit
import EventModel
import JSON

extension TelegramAdapter: Polling {
  package var isPolled: Bool {
    switch transport {
    case .webhook: false
    case .polling: true
    case .auto: webhookSecret == nil
    }
  }

  private static let stream: StreamName = "updates"
  private static let longestWait: Int64 = 25
  private static let largestBatch: Int64 = 100

  /// Asks for the updates behind the cursor, which is the next update's number.
  ///
  /// The first poll removes a webhook, for the two exclude each other; what waits there stays.
  package func poll(
    after cursor: PollCursor?, over transport: some AdapterKit.Transport
  ) async throws(SendFailure) -> PollBatch {
    if cursor == nil { try await deleteWebhook(over: transport) }
    do throws(SendFailure) {
      return try await updates(after: cursor, over: transport)
    } catch {
      guard let conflict = PollConflict(error) else { throw error }
      // Somebody has set a webhook since, or the settings had one before.
      if conflict.isWithWebhook { try await deleteWebhook(over: transport) }
      throw conflict.failure
    }
  }

  private func deleteWebhook(
    over transport: some AdapterKit.Transport
  ) async throws(SendFailure) {
    _ = try await call(
      "deleteWebhook", .object { $0.member("drop_pending_updates", false) }, over: transport)
  }

  private func updates(
    after cursor: PollCursor?, over transport: some AdapterKit.Transport
  ) async throws(SendFailure) -> PollBatch {
    let body = JSONFragment.object {
      $0.member("offset", cursor.flatMap { Int64($0.value) })
      $0.member("limit", Self.largestBatch)
      $0.member("timeout", Self.longestWait)
      Self.writeKinds(to: &$0)
    }
    var request = try self.request("getUpdates", body)
    request.timeout = .seconds(Self.longestWait + 10)
    return batch(try await answer(to: request, over: transport))
  }

  private func batch(_ answer: [UInt8]) -> PollBatch {
    let updates = UpdateCut.updates(in: answer)
    let last = updates.compactMap(UpdateCut.id).max()
    return PollBatch(
      updates.map { WebhookReception.Kept(body: $0) },
      cursor: last.map { PollCursor(Self.stream, String($0.addingReportingOverflow(1).0)) })
  }
}
