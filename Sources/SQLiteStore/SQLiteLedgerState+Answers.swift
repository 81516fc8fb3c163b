import AdapterKit
import EventModel
import JSON
import Store

/// What is waited for, and what buttons and voters said before.
extension SQLiteLedgerState {
  func expect(_ expectation: Expectation, of event: Event) throws(StoreError) {
    // The platform's patience began when it happened; ours begins when we know of it.
    let dueAt: Timestamp? =
      if let patience = expectation.patience, expectation.otherwise != nil {
        now.advanced(byMilliseconds: patience.wholeMilliseconds)
      } else {
        nil
      }
    try writer.run(
      """
      INSERT INTO expectation(event, channel, dialog, kind, token, patience, otherwise, bounds,
        askedAt, dueAt, state)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, event.id.blob, channel, event.scope.dialog?.blob, expectation.kind.rawValue,
      expectation.token, expectation.patience?.wholeMilliseconds,
      expectation.otherwise?.request.bytes,
      expectation.otherwise.map { Column.bounds(of: $0) }, now.milliseconds,
      dueAt?.milliseconds, OpenExpectation.State.open.rawValue)
    if dueAt != nil { news?.found.insert(.expectations) }
  }

  func callbackData(_ token: String) throws(StoreError) -> String? {
    try writer.first(
      "SELECT data FROM callbackData WHERE channel = ? AND token = ?", channel, token
    ) { $0.text(0) }
  }

  func exchangeChoice(
    of voter: String, in poll: String, with options: [String]
  ) throws(StoreError) -> [String] {
    let before = try writer.first(
      "SELECT options FROM pollAnswer WHERE channel = ? AND poll = ? AND voter = ?", channel, poll,
      voter
    ) { $0.blob(0) }
    try writer.run(
      "INSERT OR REPLACE INTO pollAnswer(channel, poll, voter, options) VALUES (?, ?, ?, ?)",
      channel, poll, voter, JSONFragment { $0.value(options) }.bytes)
    return Column.words(before)
  }
}
