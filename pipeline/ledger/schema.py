"""Define the tables of the ledger (台账), and the triggers that protect recorded rows.

What a unit submitted, what was found in it and what happened are never updated or deleted; the
database itself refuses, so that no later mistake in the program can do it. Only two flags of a
submission (its answer was sent, its file has left the inbox), the progress of an arrival that is not
done yet, and the status and paper of a reserved or held number may still change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# Stored in PRAGMA user_version; raise it with every change of a table, and add the migration to it.
SCHEMA_VERSION: Final = 5

metadata: Final = MetaData()


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


submissions: Final = Table(
    "submissions",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("campaign"),
    _text("period"),
    _text("unit"),
    Column("version", Integer, nullable=False),
    _text("digest"),
    _text("name"),
    _text("received_at"),
    Column("late", Boolean, nullable=False),
    _text("decision"),
    Column("answered", Boolean, nullable=False),
    Column("cleared", Boolean, nullable=False),
    # The filling's own head; its cells are in answers.
    _text("form_campaign"),
    _text("form_unit"),
    _text("workbook"),
    _text("stamp_version"),
    _text("missing_sheets"),  # JSON: a list of names
    Column("unit_place", Text),  # JSON: workbook, sheet, cell; NULL where the unit is named nowhere
    # Not the digest: the bytes of a withdrawn version may be received again, as a new one.
    UniqueConstraint("campaign", "period", "unit", "version"),
    sqlite_autoincrement=True,
)

list_rows: Final = Table(
    "list_rows",
    metadata,
    Column("submission", ForeignKey("submissions.number"), primary_key=True),
    Column("position", Integer, primary_key=True),  # the order in which the rows were read
    _text("sheet"),
    Column("row", Integer, nullable=False),  # as in the workbook, from 1
    sqlite_with_rowid=False,
)

answers: Final = Table(
    "answers",
    metadata,
    Column("submission", ForeignKey("submissions.number"), primary_key=True),
    Column("position", Integer, primary_key=True),
    _text("part"),  # single, zero or row
    Column("list_row", Integer),  # list_rows.position; NULL for single fields
    _text("field_code"),
    Column("workbook", Text),  # NULL: the submission's own workbook
    _text("sheet"),
    _text("cell"),
    _text("given"),
    _text("typed"),
    Column("value_type", Text),  # text, number or date; NULL where no value was read
    Column("value", Text),  # exact: a number's own digits, a date as ISO 8601
    _text("changes"),  # JSON: a list of steps
    _text("fault"),
    _text("explanation"),
    sqlite_with_rowid=False,
)

findings: Final = Table(
    "findings",
    metadata,
    Column("submission", ForeignKey("submissions.number"), primary_key=True),
    Column("position", Integer, primary_key=True),
    _text("workbook"),
    _text("sheet"),
    _text("cell"),
    _text("label"),
    _text("rule"),
    _text("level"),
    _text("found"),
    _text("wanted"),
    _text("explained"),
    _text("field_code"),
    sqlite_with_rowid=False,
)

events: Final = Table(
    "events",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("at"),
    _text("actor"),
    _text("action"),
    _text("subject"),
    _text("detail"),
    _text("digest"),
    _text("link"),  # a hash over this event and the link before it
    sqlite_autoincrement=True,
)

numbers: Final = Table(
    "numbers",
    metadata,
    Column("organ_code", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("serial", Integer, primary_key=True),
    Column("total", Integer, nullable=False),  # 总第M期; 0 for what isn't a briefing
    Column("first_number", Integer, nullable=False),  # 起始号 at the time of reservation
    _text("status"),
    _text("kind"),
    _text("title"),
    _text("reason"),
    _text("digest"),
    _text("path"),
    _text("key"),
    _text("at"),
    # JSON: action and subject of each further event to append when the paper is issued
    Column("told", Text, nullable=False, server_default="[]"),
)

decisions: Final = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("kind"),
    _text("campaign"),
    _text("period"),
    _text("unit"),  # empty where it is for all units
    Column("submission", ForeignKey("submissions.number")),
    _text("value"),  # the waived rule, or the period moved to
    Column("until", Text),
    _text("reason"),
    _text("actor"),
    _text("at"),
    Column("revokes", ForeignKey("decisions.number")),
    sqlite_autoincrement=True,
)

arrivals: Final = Table(
    "arrivals",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("name"),  # as in the inbox; of a bundle's file, the bundle's name before it
    _text("digest"),
    _text("origin"),
    _text("received_at"),
    _text("step"),
    Column("starts", Integer, nullable=False),  # how many passes have begun to work on it
    Column("bundle", ForeignKey("arrivals.number")),  # the archive it came in
    Column("submission", ForeignKey("submissions.number")),
    Column("fate", Text),  # NULL until it is recorded
    _text("unit"),  # the unit's name, as it was reported to people
    _text("campaign"),
    _text("reason"),
    sqlite_autoincrement=True,
)

trails: Final = Table(
    "trails",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("digest"),
    _text("name"),
    sqlite_autoincrement=True,
)

trail_entries: Final = Table(
    "trail_entries",
    metadata,
    Column("trail", ForeignKey("trails.number"), primary_key=True),
    Column("position", Integer, primary_key=True),
    _text("at"),
    _text("value"),
    _text("text"),
    _text("label"),
    _text("basis"),
    _text("sources"),  # JSON: a list of unit, workbook, sheet, cell, digest, typed
    sqlite_with_rowid=False,
)

Index("submissions_by_digest", submissions.c.digest)
Index("decisions_by_key", decisions.c.campaign, decisions.c.period, decisions.c.unit)
Index("decisions_by_submission", decisions.c.submission)
Index("decisions_by_revoked", decisions.c.revokes)
Index("numbers_by_key", numbers.c.key)
Index("arrivals_by_digest", arrivals.c.digest, arrivals.c.name)
# Every pass begins by reading what is not done yet; without the index it would scan all that is done.
Index("arrivals_open", arrivals.c.number, sqlite_where=arrivals.c.step != "cleared")
# A campaign's events, a unit's, or those about one original, without reading the whole history.
Index("events_by_subject", events.c.subject, events.c.action)
Index("events_by_digest", events.c.digest, events.c.action)
Index("trails_by_digest", trails.c.digest)
Index("trails_by_name", trails.c.name)

# The columns of an inserted row that may still change; none in the tables that are not named.
_MAY_CHANGE: Final = {
    "submissions": ("answered", "cleared"),
    "numbers": ("status", "kind", "title", "reason", "digest", "path", "key", "at"),
    "arrivals": ("step", "starts", "submission", "fate", "unit", "campaign", "reason"),
}
# The condition under which a row of the table is final, and the message of the trigger.
_FINAL: Final = {
    "numbers": (
        "OLD.status NOT IN ('reserved', 'held')",
        "numbers: a settled number stays settled",
    ),
    "arrivals": ("OLD.step = 'cleared'", "arrivals: what is done stays done"),
}


def insert_statement(table: Table, without: Collection[str] = ()) -> str:
    """Return the INSERT of one row of *table* as SQL with named parameters, except the columns *without*."""
    names = [column.name for column in table.columns if column.name not in without]
    columns = ", ".join(f'"{name}"' for name in names)
    return (
        f"INSERT INTO {table.name} ({columns}) VALUES ({', '.join(f':{name}' for name in names)})"  # noqa: S608 - our own names
    )


def guards() -> Iterator[str]:
    """Yield the triggers by which the database refuses to delete or to change rows, as DDL statements."""
    for table in metadata.sorted_tables:
        yield from _guards_of(table)


def _guards_of(table: Table) -> Iterator[str]:
    name = table.name
    may_change = _MAY_CHANGE.get(name, ())
    fixed = ", ".join(f'"{c.name}"' for c in table.columns if c.name not in may_change)
    yield _guard(f"{name}_stay", f'DELETE ON "{name}"', f"{name}: rows are never deleted")
    yield _guard(
        f"{name}_as_recorded", f'UPDATE OF {fixed} ON "{name}"', f"{name}: rows stay as recorded"
    )
    if name in _FINAL:
        when, reason = _FINAL[name]
        yield _guard(f"{name}_settled_once", f"UPDATE ON {name} WHEN {when}", reason)


def _guard(name: str, action: str, reason: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {action} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
