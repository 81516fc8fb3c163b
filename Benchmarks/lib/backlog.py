"""Waits until the daemon has read all it has taken, and says how long that took.

usage: backlog.py DATABASE    prints one JSON line
"""

import json
import sqlite3
import sys
import time

PATIENCE = 300


def main(path):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def one(sql):
        return database.execute(sql).fetchone()[0]

    begun = time.monotonic()
    backlog = unread = one("SELECT count(*) FROM unread")
    while unread and time.monotonic() - begun < PATIENCE:
        time.sleep(0.05)
        unread = one("SELECT count(*) FROM unread")
    spent = time.monotonic() - begun
    line = {
        "backlog": backlog, "left": unread, "seconds": spent,
        "taken": one("SELECT max(id) FROM payload"), "events": one("SELECT count(*) FROM event"),
        "quarantined": one("SELECT count(*) FROM quarantine"),
    }
    if backlog >= 1000 and not unread:
        line["events_per_second"] = backlog / spent
    print(json.dumps(line))


if __name__ == "__main__":
    main(sys.argv[1])
