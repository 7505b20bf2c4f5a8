"""Migrate to format 3: index the events by subject and by digest, so that no look-up reads the whole history."""

from __future__ import annotations

from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Create the two indexes."""
    op.execute("CREATE INDEX events_by_subject ON events (subject, action)")
    op.execute("CREATE INDEX events_by_digest ON events (digest, action)")
