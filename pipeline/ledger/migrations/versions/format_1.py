"""Start at format 1: submissions, events, register and trails; its tables are created, not migrated."""

from __future__ import annotations

revision = "1"
down_revision = None


def upgrade() -> None:
    """Do nothing: format 1 is the first."""
