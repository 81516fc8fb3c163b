import GRDB

/// The tables (the ground for each choice is measured: narrow counters, queues apart from what they
/// queue, claims led by their hour, so that inserts stay together and expire as a range).
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 spine") { db in
      for statement in spine { try db.execute(sql: statement) }
    }
    return migrator
  }

  private static let spine = journal + conversations + events + outbox

  private static let journal = [
    """
    CREATE TABLE channel(
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, slug TEXT UNIQUE)
    """,
    """
    CREATE TABLE payload(
      id INTEGER PRIMARY KEY AUTOINCREMENT, channel INTEGER NOT NULL, transport TEXT NOT NULL,
      receivedAt INTEGER NOT NULL, headers TEXT, body BLOB NOT NULL)
    """,
    """
    CREATE TABLE unread(
      payload INTEGER PRIMARY KEY, channel INTEGER NOT NULL, attempt INTEGER NOT NULL DEFAULT 0)
    """,
    "CREATE INDEX unreadOf ON unread(channel, payload)",
    """
    CREATE TABLE quarantine(
      payload INTEGER PRIMARY KEY, channel INTEGER NOT NULL, code TEXT NOT NULL,
      reason TEXT NOT NULL, at INTEGER NOT NULL)
    """,
    """
    CREATE TABLE cursor(
      channel INTEGER NOT NULL, stream TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY(channel, stream)) WITHOUT ROWID
    """,
    """
    CREATE TABLE claim(
      hour INTEGER NOT NULL, channel INTEGER NOT NULL, key TEXT NOT NULL,
      PRIMARY KEY(hour, channel, key)) WITHOUT ROWID
    """,
  ]

  private static let conversations = [
    """
    CREATE TABLE dialog(
      id BLOB PRIMARY KEY, channel INTEGER NOT NULL, status TEXT NOT NULL, type TEXT NOT NULL,
      lead BLOB, title TEXT, document BLOB NOT NULL)
    """,
    "CREATE INDEX dialogOfLead ON dialog(lead) WHERE lead IS NOT NULL",
    """
    CREATE TABLE dialogAlias(
      channel INTEGER NOT NULL, address TEXT NOT NULL, dialog BLOB NOT NULL,
      PRIMARY KEY(channel, address)) WITHOUT ROWID
    """,
    """
    CREATE TABLE dialogCounter(
      dialog BLOB PRIMARY KEY, events INTEGER NOT NULL, messages INTEGER NOT NULL,
      operatorUnread INTEGER NOT NULL, leadUnread INTEGER NOT NULL, startedAt INTEGER NOT NULL,
      lastEventAt INTEGER NOT NULL, lastMessage BLOB, lastMessageAt INTEGER,
      firstInboundAt INTEGER, firstResponse INTEGER, readTo BLOB, hasErrors INTEGER NOT NULL,
      updatedAt INTEGER NOT NULL) WITHOUT ROWID
    """,
    "CREATE INDEX dialogByLastEvent ON dialogCounter(lastEventAt, dialog)",
    """
    CREATE TABLE lead(
      id BLOB PRIMARY KEY, project TEXT NOT NULL, platform TEXT NOT NULL, external TEXT NOT NULL,
      profile BLOB)
    """,
    "CREATE UNIQUE INDEX leadOf ON lead(project, platform, external)",
    """
    CREATE TABLE messageKey(
      channel INTEGER NOT NULL, space TEXT NOT NULL, id TEXT NOT NULL, event BLOB NOT NULL,
      PRIMARY KEY(channel, space, id)) WITHOUT ROWID
    """,
  ]

  private static let events = [
    """
    CREATE TABLE event(
      number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, channel INTEGER, dialog BLOB, lead BLOB,
      action TEXT NOT NULL, occurredAt INTEGER NOT NULL, version INTEGER NOT NULL,
      change INTEGER NOT NULL)
    """,
    "CREATE INDEX eventOfDialog ON event(dialog, occurredAt, id)",
    "CREATE INDEX eventByTime ON event(occurredAt, id)",
    """
    CREATE TABLE change(
      seq INTEGER PRIMARY KEY AUTOINCREMENT, event BLOB NOT NULL, version INTEGER NOT NULL,
      kind TEXT NOT NULL, at INTEGER NOT NULL, previous INTEGER, channel INTEGER, dialog BLOB,
      bytes BLOB NOT NULL, dialogState BLOB)
    """,
  ]

  private static let outbox = [
    """
    CREATE TABLE outgoing(
      event BLOB PRIMARY KEY, channel INTEGER NOT NULL, lane BLOB NOT NULL,
      parts INTEGER NOT NULL, expiresAt INTEGER NOT NULL,
      isUnread INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID
    """,
    "CREATE INDEX outgoingUnread ON outgoing(lane, event) WHERE isUnread = 1",
    """
    CREATE TABLE part(
      event BLOB NOT NULL, number INTEGER NOT NULL, channel INTEGER NOT NULL, lane BLOB NOT NULL,
      state INTEGER NOT NULL, attempt INTEGER NOT NULL DEFAULT 0, firstTriedAt INTEGER,
      repeatsDroppedFor INTEGER, echo TEXT, request BLOB NOT NULL,
      PRIMARY KEY(event, number)) WITHOUT ROWID
    """,
    "CREATE INDEX partOpen ON part(lane, event, number) WHERE state < 2",
    "CREATE INDEX partInState ON part(channel, state)",
    """
    CREATE TABLE lane(
      dialog BLOB PRIMARY KEY, channel INTEGER NOT NULL, dueAt INTEGER NOT NULL) WITHOUT ROWID
    """,
    "CREATE INDEX laneDue ON lane(channel, dueAt)",
    """
    CREATE TABLE echo(
      channel INTEGER NOT NULL, mark TEXT NOT NULL, event BLOB NOT NULL,
      PRIMARY KEY(channel, mark)) WITHOUT ROWID
    """,
    """
    CREATE TABLE idempotency(
      apiKey TEXT NOT NULL, key TEXT NOT NULL, route TEXT NOT NULL, bodyHash BLOB NOT NULL,
      status INTEGER NOT NULL, body BLOB NOT NULL, at INTEGER NOT NULL,
      PRIMARY KEY(apiKey, key)) WITHOUT ROWID
    """,
    "CREATE INDEX idempotencyByTime ON idempotency(at)",
  ]
}
