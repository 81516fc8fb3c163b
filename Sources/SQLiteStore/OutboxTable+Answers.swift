import EventModel
import Store

/// The answers that are kept for repeats, and the data that buttons are too small for.
extension OutboxTable {
  /// How long an answer is kept.
  private static let window: Int64 = 24 * 3_600_000
  /// How many answers that are past it make room for a new one.
  private static let mostForgotten = 100

  func answer(to idempotency: Idempotency?) throws(StoreError) -> Acceptance? {
    guard let idempotency else { return nil }
    return try writer.first(
      """
      SELECT route, bodyHash, status, body FROM idempotency WHERE apiKey = ? AND key = ? AND at > ?
      """, idempotency.apiKey, idempotency.key, now.milliseconds - Self.window
    ) { row in
      row.text(0) == idempotency.route && row.blob(1) == idempotency.bodyHash
        ? .replayed(KeptAnswer(status: Int(row.int(2)), body: row.blob(3))) : .keyReused
    }
  }

  func keep(_ answer: KeptAnswer, for idempotency: Idempotency) throws(StoreError) {
    try writer.run(
      """
      DELETE FROM idempotency WHERE (apiKey, key) IN
        (SELECT apiKey, key FROM idempotency WHERE at <= ? ORDER BY at LIMIT ?)
      """, now.milliseconds - Self.window, Self.mostForgotten)
    try writer.run(
      """
      INSERT OR REPLACE INTO idempotency(apiKey, key, route, bodyHash, status, body, at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """, idempotency.apiKey, idempotency.key, idempotency.route, idempotency.bodyHash,
      answer.status, answer.body, now.milliseconds)
  }

  func keep(_ data: String, as token: String) throws(StoreError) {
    try writer.run(
      "INSERT INTO callbackData(channel, token, data) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      channel, token, data)
  }
}
