"""Migrate to format 2: store how far each arrival has come (办理进度), so that a killed pass can be resumed.

Every submission of format 1 gets an arrival: done where its answer was sent and its file had left the
inbox, else at the step where its pass was killed. A number in the register stores from its
reservation the events to append when its paper is issued.
"""

from __future__ import annotations

from typing import Final

from alembic import op

revision = "2"
down_revision = "1"

_STATEMENTS: Final = (
    """
    CREATE TABLE arrivals (
        number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        digest TEXT NOT NULL,
        origin TEXT NOT NULL,
        received_at TEXT NOT NULL,
        step TEXT NOT NULL,
        starts INTEGER NOT NULL,
        bundle INTEGER,
        submission INTEGER,
        fate TEXT,
        unit TEXT NOT NULL,
        campaign TEXT NOT NULL,
        reason TEXT NOT NULL,
        FOREIGN KEY(bundle) REFERENCES arrivals (number),
        FOREIGN KEY(submission) REFERENCES submissions (number)
    )
    """,
    """
    INSERT INTO arrivals
        (name, digest, origin, received_at, step, starts, submission, fate, unit, campaign, reason)
    SELECT
        name, digest, 'inbox', received_at,
        CASE WHEN NOT answered THEN 'recorded' WHEN NOT cleared THEN 'published' ELSE 'cleared' END,
        1, number,
        CASE decision WHEN '退回' THEN 'returned' ELSE 'accepted' END,
        '', campaign, decision || '（第' || version || '版' || CASE WHEN late THEN '，迟报' ELSE '' END || '）'
    FROM submissions ORDER BY number
    """,
    "CREATE INDEX arrivals_by_digest ON arrivals (digest, name)",
    "CREATE INDEX arrivals_open ON arrivals (number) WHERE step != 'cleared'",
    """
    CREATE TRIGGER arrivals_stay BEFORE DELETE ON "arrivals"
    BEGIN SELECT RAISE(ABORT, 'arrivals: rows are never deleted'); END
    """,
    """
    CREATE TRIGGER arrivals_as_recorded
    BEFORE UPDATE OF "number", "name", "digest", "origin", "received_at", "bundle" ON "arrivals"
    BEGIN SELECT RAISE(ABORT, 'arrivals: rows stay as recorded'); END
    """,
    """
    CREATE TRIGGER arrivals_settled_once BEFORE UPDATE ON arrivals WHEN OLD.step = 'cleared'
    BEGIN SELECT RAISE(ABORT, 'arrivals: what is done stays done'); END
    """,
    "ALTER TABLE numbers ADD COLUMN told TEXT DEFAULT '[]' NOT NULL",
    "DROP TRIGGER numbers_as_recorded",
    """
    CREATE TRIGGER numbers_as_recorded
    BEFORE UPDATE OF "organ_code", "year", "serial", "total", "first_number", "kind", "title", "told"
    ON "numbers" BEGIN SELECT RAISE(ABORT, 'numbers: rows stay as recorded'); END
    """,
)


def upgrade() -> None:
    """Create the table, insert an arrival for each submission, and create its triggers."""
    for statement in _STATEMENTS:
        op.execute(statement)
