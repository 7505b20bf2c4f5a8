"""Migrate to format 4: store decisions (处置), and let withdrawn bytes be received again as a new version.

The table of submissions loses the constraint that a unit's bytes are unique in a period, so it is made
again: SQLite can't drop a constraint (https://sqlite.org/lang_altertable.html). Every row keeps its
number, and the counter that shows deleted rows keeps its value.
"""

from __future__ import annotations

from typing import Final

from alembic import op

revision = "4"
down_revision = "3"

_STATEMENTS: Final = (
    # The rows that refer to submissions find them again before the transaction ends.
    "PRAGMA defer_foreign_keys = ON",
    "CREATE TABLE submissions_before AS SELECT * FROM submissions",
    "CREATE TABLE counter_before AS SELECT seq FROM sqlite_sequence WHERE name = 'submissions'",
    "DROP TABLE submissions",
    """
    CREATE TABLE submissions (
        number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        campaign TEXT NOT NULL,
        period TEXT NOT NULL,
        unit TEXT NOT NULL,
        version INTEGER NOT NULL,
        digest TEXT NOT NULL,
        name TEXT NOT NULL,
        received_at TEXT NOT NULL,
        late BOOLEAN NOT NULL,
        decision TEXT NOT NULL,
        answered BOOLEAN NOT NULL,
        cleared BOOLEAN NOT NULL,
        form_campaign TEXT NOT NULL,
        form_unit TEXT NOT NULL,
        workbook TEXT NOT NULL,
        stamp_version TEXT NOT NULL,
        missing_sheets TEXT NOT NULL,
        unit_place TEXT,
        UNIQUE (campaign, period, unit, version)
    )
    """,
    "INSERT INTO submissions SELECT * FROM submissions_before",
    "DELETE FROM sqlite_sequence WHERE name = 'submissions'",
    "INSERT INTO sqlite_sequence SELECT 'submissions', seq FROM counter_before",
    "DROP TABLE submissions_before",
    "DROP TABLE counter_before",
    "CREATE INDEX submissions_by_digest ON submissions (digest)",
    """
    CREATE TRIGGER submissions_stay BEFORE DELETE ON "submissions"
    BEGIN SELECT RAISE(ABORT, 'submissions: rows are never deleted'); END
    """,
    """
    CREATE TRIGGER submissions_as_recorded
    BEFORE UPDATE OF "number", "campaign", "period", "unit", "version", "digest", "name", "received_at",
        "late", "decision", "form_campaign", "form_unit", "workbook", "stamp_version", "missing_sheets",
        "unit_place" ON "submissions"
    BEGIN SELECT RAISE(ABORT, 'submissions: rows stay as recorded'); END
    """,
    """
    CREATE TABLE decisions (
        number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        campaign TEXT NOT NULL,
        period TEXT NOT NULL,
        unit TEXT NOT NULL,
        submission INTEGER,
        value TEXT NOT NULL,
        until TEXT,
        reason TEXT NOT NULL,
        actor TEXT NOT NULL,
        at TEXT NOT NULL,
        revokes INTEGER,
        FOREIGN KEY(submission) REFERENCES submissions (number),
        FOREIGN KEY(revokes) REFERENCES decisions (number)
    )
    """,
    "CREATE INDEX decisions_by_key ON decisions (campaign, period, unit)",
    "CREATE INDEX decisions_by_submission ON decisions (submission)",
    "CREATE INDEX decisions_by_revoked ON decisions (revokes)",
    """
    CREATE TRIGGER decisions_stay BEFORE DELETE ON "decisions"
    BEGIN SELECT RAISE(ABORT, 'decisions: rows are never deleted'); END
    """,
    """
    CREATE TRIGGER decisions_as_recorded
    BEFORE UPDATE OF "number", "kind", "campaign", "period", "unit", "submission", "value", "until",
        "reason", "actor", "at", "revokes" ON "decisions"
    BEGIN SELECT RAISE(ABORT, 'decisions: rows stay as recorded'); END
    """,
)


def upgrade() -> None:
    """Make the table of submissions again without the constraint, and create that of decisions."""
    for statement in _STATEMENTS:
        op.execute(statement)
