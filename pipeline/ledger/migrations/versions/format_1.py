"""Format 1: submissions, events, register and trails. It was made whole, so there is nothing to do."""

from __future__ import annotations

revision = "1"
down_revision = None


def upgrade() -> None:
    """Begin here."""
