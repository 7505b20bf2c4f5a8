"""Migrate to format 5: a number may be held (预留) for a paper that is made elsewhere, and gets its title later.

Only the two triggers that protect the register change; no row is touched.
"""

from __future__ import annotations

from typing import Final

from alembic import op

revision = "5"
down_revision = "4"

_STATEMENTS: Final = (
    "DROP TRIGGER numbers_as_recorded",
    "DROP TRIGGER numbers_settled_once",
    """
    CREATE TRIGGER numbers_as_recorded
    BEFORE UPDATE OF "organ_code", "year", "serial", "total", "first_number", "told" ON "numbers"
    BEGIN SELECT RAISE(ABORT, 'numbers: rows stay as recorded'); END
    """,
    """
    CREATE TRIGGER numbers_settled_once
    BEFORE UPDATE ON numbers WHEN OLD.status NOT IN ('reserved', 'held')
    BEGIN SELECT RAISE(ABORT, 'numbers: a settled number stays settled'); END
    """,
)


def upgrade() -> None:
    """Replace the triggers."""
    for statement in _STATEMENTS:
        op.execute(statement)
