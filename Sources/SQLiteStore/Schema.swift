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

  private static let spine = journal + conversations + events + outbox + files

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
      firstInboundAt INTEGER, firstResponse INTEGER, readTo BLOB, openErrors INTEGER NOT NULL,
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
      place INTEGER NOT NULL, PRIMARY KEY(channel, space, id)) WITHOUT ROWID
    """,
    // Rows get their names in the order in which they are made: this index grows at its end.
    "CREATE INDEX messageKeyOf ON messageKey(event)",
    """
    CREATE TABLE ownReaction(event BLOB PRIMARY KEY, emoji TEXT NOT NULL) WITHOUT ROWID
    """,
    """
    CREATE TABLE readMark(
      dialog BLOB PRIMARY KEY, space TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL)
      WITHOUT ROWID
    """,
    """
    CREATE TABLE closedReach(
      channel INTEGER NOT NULL, start TEXT NOT NULL, PRIMARY KEY(channel, start)) WITHOUT ROWID
    """,
    """
    CREATE TABLE pollAnswer(
      channel INTEGER NOT NULL, poll TEXT NOT NULL, voter TEXT NOT NULL, options BLOB NOT NULL,
      PRIMARY KEY(channel, poll, voter)) WITHOUT ROWID
    """,
    """
    CREATE TABLE callbackData(
      channel INTEGER NOT NULL, token TEXT NOT NULL, data TEXT NOT NULL,
      PRIMARY KEY(channel, token)) WITHOUT ROWID
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
    """
    CREATE TABLE heldEvent(
      event BLOB PRIMARY KEY, channel INTEGER NOT NULL, dialog BLOB, firstAt INTEGER NOT NULL,
      dueAt INTEGER NOT NULL, bytes BLOB NOT NULL) WITHOUT ROWID
    """,
    "CREATE INDEX heldDue ON heldEvent(channel, dueAt)",
    """
    CREATE TABLE expectation(
      event BLOB PRIMARY KEY, channel INTEGER NOT NULL, dialog BLOB, kind TEXT NOT NULL,
      token TEXT NOT NULL, patience INTEGER, otherwise BLOB, bounds BLOB, askedAt INTEGER NOT NULL,
      dueAt INTEGER, state INTEGER NOT NULL) WITHOUT ROWID
    """,
    "CREATE INDEX expectationByToken ON expectation(token)",
    """
    CREATE INDEX expectationDue ON expectation(channel, dueAt)
    WHERE state = 0 AND dueAt IS NOT NULL
    """,
  ]
}
