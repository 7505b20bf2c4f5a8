"""The tables of the ledger; nobody outside this room sees them.

The history (events) and the register (numbers) are append-only by the database's own rule: a
trigger refuses what the program would never ask for.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

VERSION: Final = 1  # PRAGMA user_version of the schema below

metadata: Final = MetaData()

submissions: Final = Table(
    "submissions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("campaign", String, nullable=False),
    Column("period", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("received_at", String, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("decision", String, nullable=False),
    Column("missing_sheets", Text, nullable=False),
    Column("stamp_version", String, nullable=False),
    Column("unit_sheet", Text),
    Column("unit_cell", String),
    Column("answered", Boolean, nullable=False, default=False),
    Column("cleared", Boolean, nullable=False, default=False),
    UniqueConstraint("campaign", "period", "unit", "version"),
    UniqueConstraint("campaign", "period", "unit", "digest"),
)

answers: Final = Table(
    "answers",
    metadata,
    Column("submission", ForeignKey("submissions.number"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("part", String, nullable=False),  # single, zero, or row
    Column("row_number", Integer, nullable=False),
    Column("field_code", String, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("cell", String, nullable=False),
    Column("given", String, nullable=False),
    Column("typed", Text, nullable=False),
    Column("value_kind", String, nullable=False),  # none, text, number, date
    Column("value", Text, nullable=False),
    Column("changes", Text, nullable=False),
    Column("fault", String, nullable=False),
    Column("explanation", Text, nullable=False),
    Index("answers_of", "submission", "position"),
)

findings: Final = Table(
    "findings",
    metadata,
    Column("submission", ForeignKey("submissions.number"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("cell", String, nullable=False),
    Column("label", Text, nullable=False),
    Column("rule", String, nullable=False),
    Column("level", String, nullable=False),
    Column("found", Text, nullable=False),
    Column("wanted", Text, nullable=False),
    Column("explained", Text, nullable=False),
    Column("field_code", String, nullable=False),
    Index("findings_of", "submission", "position"),
)

events: Final = Table(
    "events",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("digest", String, nullable=False),
)

numbers: Final = Table(
    "numbers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("organ_code", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("digest", String, nullable=False, default=""),
    Column("path", Text, nullable=False, default=""),
    Column("key", String, nullable=False, default=""),
    Column("at", String, nullable=False),
    UniqueConstraint("organ_code", "year", "serial"),
)

trails: Final = Table(
    "trails",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("place", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("sources", Text, nullable=False),
    UniqueConstraint("digest", "position"),
    Index("trails_named", "name"),
)

TRIGGERS: Final = (
    (
        "CREATE TRIGGER events_kept BEFORE DELETE ON events BEGIN "
        "SELECT RAISE(ABORT, 'events are never deleted'); END"
    ),
    (
        "CREATE TRIGGER events_unaltered BEFORE UPDATE ON events BEGIN "
        "SELECT RAISE(ABORT, 'events are never altered'); END"
    ),
    (
        "CREATE TRIGGER numbers_kept BEFORE DELETE ON numbers BEGIN "
        "SELECT RAISE(ABORT, 'numbers are never deleted'); END"
    ),
    (
        "CREATE TRIGGER numbers_settled BEFORE UPDATE ON numbers WHEN OLD.status <> 'reserved' BEGIN "
        "SELECT RAISE(ABORT, 'a settled number is never altered'); END"
    ),
    (
        "CREATE TRIGGER submissions_kept BEFORE DELETE ON submissions BEGIN "
        "SELECT RAISE(ABORT, 'submissions are never deleted'); END"
    ),
)
