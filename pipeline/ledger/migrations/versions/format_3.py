"""Migrate to format 3: an index by which the digest of a record (内容指纹) is found without reading all events."""

from __future__ import annotations

from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Create the index."""
    op.execute("CREATE INDEX events_fingerprints ON events (subject) WHERE action = '内容指纹'")
