"""The form of the database, as numbered steps from each release to the next."""

from __future__ import annotations

COLUMNS = "id, key, box, version, wake_at"
"""The columns of a session, in the order of Row."""

NEWER = "DATABASE_URL: the database is of a later release; start that release, or name another database"
"""What is said of a database that only a later release can read."""

DUTY = "CREATE TABLE duty (name TEXT PRIMARY KEY, until {number} NOT NULL)"

SQLITE = (
    (
        """CREATE TABLE session (
            id BLOB PRIMARY KEY, key BLOB NOT NULL, box BLOB NOT NULL,
            version INTEGER NOT NULL, wake_at INTEGER NOT NULL
        ) WITHOUT ROWID""",
        "CREATE INDEX session_wake_at ON session (wake_at)",
    ),
    (DUTY.format(number="REAL"),),
)
"""The steps in SQLite's words; ``user_version`` counts those done."""

POSTGRESQL = (
    (
        """CREATE TABLE session (
            id BYTEA PRIMARY KEY, key BYTEA NOT NULL, box BYTEA NOT NULL,
            version BIGINT NOT NULL, wake_at BIGINT NOT NULL
        ) WITH (fillfactor = 80)""",
        "CREATE INDEX session_wake_at ON session (wake_at)",
    ),
    (DUTY.format(number="DOUBLE PRECISION"),),
)
"""The steps in PostgreSQL's words; the table ``schema_step`` counts those done."""
