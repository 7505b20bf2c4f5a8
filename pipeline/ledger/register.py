"""Store the document register (发文登记簿): every document number (发文字号) is assigned once.

What persons do with numbers (预留、作废) is in :mod:`pipeline.ledger.held_numbers`.

A number is reserved before its paper is made, has path and digest of its paper before that is published,
is confirmed when the paper is in the outbox, and released with the reason when the paper was not issued.
A released number stays in the register and is not assigned again: a gap with a reason can be explained,
two papers of one number can't.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Text, cast, func, insert, literal, select, update

from pipeline.files import sha256_of
from pipeline.ledger.connection import refuse_unreadable_rows
from pipeline.ledger.errors import NumberNotReserved, OrganCodeMissing
from pipeline.ledger.fingerprints import number_content, number_subject
from pipeline.ledger.history import append
from pipeline.ledger.rows import as_json, moment_of, moment_text
from pipeline.ledger.schema import events
from pipeline.ledger.schema import numbers as register
from pipeline.ledger.store import proven_transaction, read_transaction
from pipeline.model.document_number import (
    Intent,
    Number,
    Status,
    document_number,
    is_numbered_by_issue,
)
from pipeline.model.event import Action

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection, Row

    from pipeline.ledger.store import Ledger
    from pipeline.model.campaign import Paper
    from pipeline.model.event import Event

_BRIEFING: Final = "简报"
# The reason of the event by which a number was declared void; looked up by the index of subjects.
_VOIDED: Final = (
    select(events.c.detail)
    .where(
        events.c.action == Action.VOIDED.value,
        events.c.subject
        == literal("文号")
        + register.c.organ_code
        + "〔"
        + cast(register.c.year, Text)
        + "〕"
        + cast(register.c.serial, Text),
    )
    .order_by(events.c.number)
    .limit(1)
    .scalar_subquery()
)
_COLUMNS: Final = (
    *(column for column in register.c if column.name not in {"first_number", "told"}),
    func.coalesce(_VOIDED, "").label("voided"),
)
FILLED_LATER: Final = ("reason", "digest", "path", "key")


def reserve(ledger: Ledger, paper: Paper, intent: Intent, year: int, moment: datetime) -> Number:
    """Reserve the next number for the intended paper, in the series of its organ code and *year*.

    Each year starts again. ``paper.first_number`` (起始号) is for the year for which it was written: an
    office that has numbered by hand continues from it, and next year's series starts with 1 unless
    the 任务书 has been changed. The total of a briefing continues across the years. A number is above
    those of papers that exist without an entry, which the intent names.

    Raises:
        OrganCodeMissing: the 发文 sheet names no organ code for the kind.
        LedgerBusy: another process is writing and doesn't finish.
    """
    series = series_of(paper)
    with proven_transaction(ledger) as connection:
        serial, total = next_in_series(connection, paper, intent, year)
        row = {
            "organ_code": series,
            "year": year,
            "serial": serial,
            "total": total,
            "first_number": paper.first_number,
            "status": Status.RESERVED.value,
            "kind": paper.kind,
            "title": intent.title,
            "key": intent.key,
            "told": as_json(intent.announced),
            "at": moment_text(moment),
        }
        connection.execute(insert(register), dict.fromkeys(FILLED_LATER, "") | row)
        return read_number(connection, series, year, serial)


def next_in_series(
    connection: Connection, paper: Paper, intent: Intent, year: int
) -> tuple[int, int]:
    """Return the serial and the total (总第M期, 0 where there is none) that :func:`reserve` would give."""
    series = series_of(paper)
    serial = max(_next_serial(connection, series, paper.first_number, year), intent.above + 1)
    if not is_numbered_by_issue(paper.kind):
        return serial, 0
    return serial, max(_next_total(connection, series, paper.first_total), intent.total_above + 1)


def next_number(ledger: Ledger, paper: Paper, intent: Intent, year: int) -> tuple[int, int]:
    """Return what :func:`next_in_series` does, without giving the number to anything.

    Raises:
        OrganCodeMissing: the 发文 sheet names no organ code for the kind.
    """
    with read_transaction(ledger) as connection:
        return next_in_series(connection, paper, intent, year)


def assign_paper(ledger: Ledger, number: Number, digest: str, path: str) -> Number:
    """Record digest and *path* of the paper that a number is for, before that is published.

    A held number (预留) gets kind, title and key of *number* with them: it was taken before there was a paper.

    Raises:
        NumberNotReserved: the number is in use, or was released.
    """
    paper = {"digest": digest, "path": path}
    if number.status is Status.HELD:
        paper |= {"kind": number.kind, "title": number.title, "key": number.key}
    with proven_transaction(ledger) as connection:
        stored = read_number(connection, number.organ_code, number.year, number.serial)
        if not stored.status.is_open:
            raise NumberNotReserved(document_number(stored), stored.word)
        connection.execute(
            update(register)
            .where(*primary_key(number.organ_code, number.year, number.serial))
            .values(paper)
        )
        return read_number(connection, number.organ_code, number.year, number.serial)


def confirm(ledger: Ledger, number: Number, digest: str, path: str | Path, event: Event) -> Number:
    """Confirm a number: record its paper's digest, its *path* in the workspace, and its event.

    The event, those announced when the number was reserved, and the digest of this entry are appended
    in the same transaction, and not again when the same paper is confirmed twice.

    Raises:
        NumberNotReserved: the number was released, or confirmed for another paper.
    """
    entry = {"status": Status.CONFIRMED, "digest": digest, "path": str(path), "reason": ""}
    return _finalize(ledger, number, entry, event.at, event)


def release(ledger: Ledger, number: Number, reason: str, moment: datetime) -> Number:
    """Release a reserved number (作废) that was not used, with the reason; it stays in the register.

    Raises:
        NumberNotReserved: the number is in use, or was released for another reason.
    """
    entry = {"status": Status.RELEASED, "reason": reason, "digest": "", "path": ""}
    return _finalize(ledger, number, entry, moment)


def enter_paper(ledger: Ledger, number: Number, first_number: int, event: Event) -> bool:
    """Insert the entry of an issued paper that the register has lost (补登), and its event.

    Returns:
        Whether it was inserted; False where the number has an entry already.
    """
    key = primary_key(number.organ_code, number.year, number.serial)
    with proven_transaction(ledger) as connection:
        if connection.execute(select(register.c.serial).where(*key)).first() is not None:
            return False
        row = asdict(number) | {"status": number.status.value, "at": moment_text(number.at)}
        del row["voided"]  # the history has it
        connection.execute(insert(register), row | {"first_number": first_number, "told": "[]"})
        for appended in _issue_events(connection, number, event):
            append(connection, appended)
        return True


def list_numbers(ledger: Ledger) -> tuple[Number, ...]:
    """Return the whole register, ordered by series, year and serial.

    Raises:
        LedgerDamaged: an entry isn't as the program writes entries.
    """
    with read_transaction(ledger) as connection, refuse_unreadable_rows(ledger.path):
        return select_numbers(connection)


def select_numbers(connection: Connection) -> tuple[Number, ...]:
    """Return the whole register over an open connection, ordered likewise."""
    ordered = select(*_COLUMNS).order_by(register.c.organ_code, register.c.year, register.c.serial)
    return tuple(_number_of(row) for row in connection.execute(ordered))


def find_issued(ledger: Ledger, key: str) -> Number | None:
    """Return the latest valid number issued with this *key*; None for an empty key."""
    if not key:
        return None
    latest = (
        select(*_COLUMNS)
        .where(
            register.c.key == key,
            register.c.status == Status.CONFIRMED.value,
            func.coalesce(_VOIDED, "") == "",
        )
        .order_by(register.c.year.desc(), register.c.serial.desc())
        .limit(1)
    )
    with read_transaction(ledger) as connection:
        row = connection.execute(latest).one_or_none()
    return _number_of(row) if row else None


def series_of(paper: Paper) -> str:
    """Return the name of the series (字号系列) in which *paper* is numbered.

    Raises:
        OrganCodeMissing: the 发文 sheet names no organ code for the kind.
    """
    # A briefing is numbered by issues, not documents: it must not use up the numbers of the organ
    # code, and two briefings of different names are counted separately.
    if is_numbered_by_issue(paper.kind):
        return paper.organ_mark or f"{paper.organ_code}{_BRIEFING}"
    if not paper.organ_code:
        raise OrganCodeMissing(paper.kind)
    return paper.organ_code


def _next_serial(connection: Connection, series: str, first: int, year: int) -> int:
    of_series = register.c.organ_code == series
    last = connection.scalar(
        select(func.max(register.c.serial)).where(of_series, register.c.year == year)
    )
    served = connection.scalar(
        select(func.count()).where(
            of_series, register.c.year < year, register.c.first_number == first
        )
    )
    return max((last or 0) + 1, 1 if served else first)


def _next_total(connection: Connection, series: str, first: int) -> int:
    last = connection.scalar(
        select(func.max(register.c.total)).where(register.c.organ_code == series)
    )
    return max((last or 0) + 1, first)


def _finalize(
    ledger: Ledger,
    number: Number,
    entry: dict[str, str],
    moment: datetime,
    event: Event | None = None,
) -> Number:
    """Update an open number to its final status; the same update again, after a crash, changes nothing."""
    with proven_transaction(ledger) as connection:
        stored = read_number(connection, number.organ_code, number.year, number.serial)
        if stored.status.is_open:
            connection.execute(
                update(register)
                .where(*primary_key(number.organ_code, number.year, number.serial))
                .values({**entry, "at": moment_text(moment)})
            )
            for appended in _issue_events(connection, number, event):
                append(connection, appended)
            return read_number(connection, number.organ_code, number.year, number.serial)
    if any(getattr(stored, name) != value for name, value in entry.items()):
        raise NumberNotReserved(document_number(stored), stored.word)
    return stored


def _issue_events(connection: Connection, number: Number, event: Event | None) -> Iterator[Event]:
    if event is None:
        return
    yield event
    of_number = primary_key(number.organ_code, number.year, number.serial)
    announced = connection.execute(select(register.c.told).where(*of_number)).scalar_one()
    for action, subject in json.loads(announced):
        yield replace(event, action=action, subject=subject, detail=event.subject, digest="")
    final = read_number(connection, number.organ_code, number.year, number.serial)
    yield fingerprint_of(final, event)


def fingerprint_of(final: Number, event: Event) -> Event:
    """Return the event with the digest of a final number, with time, person and file digest of *event*."""
    subject = number_subject(final.organ_code, final.year, final.serial)
    content = sha256_of(number_content(final))
    return replace(event, action=Action.FINGERPRINTED, subject=subject, detail=content)


def primary_key(series: str, year: int, serial: int) -> tuple[Any, ...]:
    """Return the conditions by which a row of the register is found."""
    return (
        register.c.organ_code == series,
        register.c.year == year,
        register.c.serial == serial,
    )


def read_number(connection: Connection, series: str, year: int, serial: int) -> Number:
    """Return the entry of a number that the register has, over an open connection."""
    rows = connection.execute(select(*_COLUMNS).where(*primary_key(series, year, serial)))
    return _number_of(rows.one())


def _number_of(row: Row[Any]) -> Number:
    values = row._asdict()
    return Number(**{**values, "status": Status(row.status), "at": moment_of(row.at)})
