"""The form of the database, as numbered steps from each release to the next."""

from __future__ import annotations

from hashlib import sha256

COLUMNS = "id, (SELECT session_key.key FROM session_key WHERE session_key.name = session.key), box, version, wake_at"
"""The columns of a session, in the order of Row; a row names its key, and the key itself lies apart."""

NEWER = "DATABASE_URL: the database is of a later release; start that release, or name another database"
"""What is said of a database that only a later release can read."""

ODD = "DATABASE_URL: a stored session has a form that no release wrote; restore the database from a backup"
"""What is said of a session that can be opened and not read."""

LOOK = "looked for what is due"
"""The duty under whose name it is noted when everything due was last taken up."""

DUTY = "CREATE TABLE duty (name TEXT PRIMARY KEY, until {number} NOT NULL)"

SQLITE = (
    (
        """CREATE TABLE session (
            id BLOB PRIMARY KEY, key BLOB NOT NULL, box BLOB NOT NULL,
            version INTEGER NOT NULL, wake_at INTEGER NOT NULL
        ) WITHOUT ROWID""",
        "CREATE INDEX session_wake_at ON session (wake_at)",
        "CREATE TABLE IF NOT EXISTS destroyed_key (name BLOB PRIMARY KEY) WITHOUT ROWID",
    ),
    (DUTY.format(number="REAL"),),
)
"""The steps in SQLite's words; ``user_version`` counts those done. The keys lie in a file of their own."""

POSTGRESQL = (
    (
        """CREATE TABLE session (
            id BYTEA PRIMARY KEY, key BYTEA NOT NULL, box BYTEA NOT NULL,
            version BIGINT NOT NULL, wake_at BIGINT NOT NULL
        ) WITH (fillfactor = 80)""",
        "CREATE INDEX session_wake_at ON session (wake_at)",
        "CREATE TABLE session_key (name BYTEA PRIMARY KEY, key BYTEA NOT NULL)",
    ),
    (DUTY.format(number="DOUBLE PRECISION"),),
    ("CREATE TABLE session_key_look (until BIGINT NOT NULL)",),
    # What waits to be sent makes a row a few KiB long for a moment, which is not worth a place in another table.
    ("ALTER TABLE session SET (toast_tuple_target = 8160)",),
)
"""The steps in PostgreSQL's words; the table ``schema_step`` counts those done.

The keys, and what is noted beside them, lie in tables of their own, so that a dump of the rows can leave them out.
"""


def name_of(key: bytes) -> bytes:
    """Give the name under which a wrapped key is stored."""
    return sha256(key).digest()[:16]
