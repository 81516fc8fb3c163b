extension Schema {
  /// Operations, their parts and the lanes that they wait in.
  static let outbox = [
    """
    CREATE TABLE outgoing(
      id BLOB PRIMARY KEY, event BLOB NOT NULL, kind INTEGER NOT NULL, channel INTEGER NOT NULL,
      lane BLOB NOT NULL, state INTEGER NOT NULL, acceptedAt INTEGER NOT NULL,
      expiresAt INTEGER NOT NULL, endedAt INTEGER, errorKind TEXT, errorCode TEXT,
      errorReason TEXT, steps INTEGER NOT NULL DEFAULT 0, manner BLOB,
      isUnread INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID
    """,
    "CREATE INDEX outgoingOf ON outgoing(event)",
    "CREATE INDEX outgoingUnread ON outgoing(lane, event) WHERE isUnread = 1",
    "CREATE INDEX outgoingLost ON outgoing(endedAt, id) WHERE state IN (2, 3)",
    """
    CREATE TABLE part(
      operation BLOB NOT NULL, number INTEGER NOT NULL, channel INTEGER NOT NULL,
      lane BLOB NOT NULL, state INTEGER NOT NULL, attempt INTEGER NOT NULL DEFAULT 0,
      firstTriedAt INTEGER, lookUps INTEGER NOT NULL DEFAULT 0, repeatsDroppedFor INTEGER,
      echo TEXT, request BLOB NOT NULL, files BLOB, bounds BLOB NOT NULL, mended BLOB,
      isMoved INTEGER NOT NULL DEFAULT 0, messages BLOB, errorKind TEXT, errorCode TEXT,
      errorReason TEXT, PRIMARY KEY(operation, number)) WITHOUT ROWID
    """,
    "CREATE INDEX partOpen ON part(lane, operation, number) WHERE state < 2",
    "CREATE INDEX partInState ON part(channel, state)",
    """
    CREATE TABLE lane(
      dialog BLOB PRIMARY KEY, channel INTEGER NOT NULL, dueAt INTEGER NOT NULL) WITHOUT ROWID
    """,
    "CREATE INDEX laneDue ON lane(channel, dueAt)",
    """
    CREATE TABLE echo(
      channel INTEGER NOT NULL, mark TEXT NOT NULL, operation BLOB NOT NULL,
      number INTEGER NOT NULL, PRIMARY KEY(channel, mark)) WITHOUT ROWID
    """,
    """
    CREATE TABLE checkpoint(
      operation BLOB NOT NULL, number INTEGER NOT NULL, step TEXT NOT NULL, at INTEGER NOT NULL,
      part INTEGER, attempt INTEGER, nextAttemptAt INTEGER, errorKind TEXT, errorCode TEXT,
      errorReason TEXT, messages BLOB, degradation TEXT,
      PRIMARY KEY(operation, number)) WITHOUT ROWID
    """,
    """
    CREATE TABLE idempotency(
      apiKey TEXT NOT NULL, key TEXT NOT NULL, route TEXT NOT NULL, bodyHash BLOB NOT NULL,
      status INTEGER NOT NULL, body BLOB NOT NULL, at INTEGER NOT NULL,
      PRIMARY KEY(apiKey, key)) WITHOUT ROWID
    """,
    "CREATE INDEX idempotencyByTime ON idempotency(at)",
  ]

  /// Files, and what platforms call them.
  static let files = [
    """
    CREATE TABLE attachment(
      id TEXT PRIMARY KEY, event BLOB, channel INTEGER, kind TEXT NOT NULL,
      state INTEGER NOT NULL, name TEXT, mimeType TEXT, size INTEGER, source BLOB,
      payload INTEGER, url TEXT, platformFile TEXT, sha256 TEXT, contentSize INTEGER,
      contentType TEXT, contentName TEXT, errorKind TEXT, errorCode TEXT, errorReason TEXT,
      unavailable TEXT, createdAt INTEGER NOT NULL, attempt INTEGER NOT NULL DEFAULT 0,
      firstTriedAt INTEGER, dueAt INTEGER) WITHOUT ROWID
    """,
    "CREATE INDEX attachmentDue ON attachment(channel, dueAt) WHERE dueAt IS NOT NULL",
    "CREATE INDEX attachmentBytes ON attachment(sha256) WHERE sha256 IS NOT NULL",
    "CREATE INDEX attachmentByTime ON attachment(createdAt) WHERE sha256 IS NOT NULL",
    """
    CREATE TABLE fileReference(
      channel INTEGER NOT NULL, sha256 TEXT NOT NULL, purpose TEXT NOT NULL,
      reference TEXT NOT NULL, PRIMARY KEY(channel, sha256, purpose)) WITHOUT ROWID
    """,
    """
    CREATE TABLE filePin(
      attachment TEXT NOT NULL, operation BLOB NOT NULL,
      PRIMARY KEY(attachment, operation)) WITHOUT ROWID
    """,
    "CREATE INDEX filePinOf ON filePin(operation)",
  ]
}
