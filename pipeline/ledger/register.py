"""The document register (发文登记簿): every document number (发文字号) is given once, and accounted for.

A number is reserved before its paper is made, confirmed when the paper stands in the outbox, and
released with the reason when it came to nothing. A released number stays in the register and is
not given again: a gap with a reason can be explained, two papers of one number can't.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, insert, select, update

from pipeline.files import sha256_of
from pipeline.ledger.errors import NumberNotReserved, OrganCodeMissing
from pipeline.ledger.fingerprints import number_content, number_subject
from pipeline.ledger.history import append
from pipeline.ledger.rows import as_json, moment_of, moment_text
from pipeline.ledger.schema import numbers as register
from pipeline.ledger.store import read_transaction, write_transaction
from pipeline.model.document_number import Intent, Number, Status, document_number
from pipeline.model.event import Action

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection, Row

    from pipeline.ledger.store import Ledger
    from pipeline.model.campaign import Paper
    from pipeline.model.event import Event

BRIEFING: Final = "简报"
_COLUMNS: Final = tuple(
    column for column in register.c if column.name not in {"first_number", "told"}
)
_FILLED_LATER: Final = ("reason", "digest", "path", "key")


def reserve(ledger: Ledger, paper: Paper, intent: Intent, year: int, moment: datetime) -> Number:
    """Take the next number for the paper that is intended, in the series of its organ code and *year*.

    Each year begins anew. ``paper.first_number`` (起始号) serves the year for which it was written: it
    says where an office that has numbered by hand goes on, and next year's series begins with 1
    unless the 任务书 has been changed. The total of a briefing goes on across the years.

    Raises:
        OrganCodeMissing: the 发文 sheet names no organ code for the kind.
        LedgerBusy: another process is writing and doesn't finish.
    """
    series = _series(paper)
    with write_transaction(ledger) as connection:
        serial = _next_serial(connection, series, paper.first_number, year)
        total = _next_total(connection, series, paper.first_total) if _is_briefing(paper) else 0
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
        connection.execute(insert(register), dict.fromkeys(_FILLED_LATER, "") | row)
        return _read(connection, series, year, serial)


def confirm(ledger: Ledger, number: Number, digest: str, path: str | Path, told: Event) -> Number:
    """Enter the issued paper: the digest of its bytes, its *path* in the workspace, and its event.

    The event, those that were announced when the number was reserved, and the digest of this entry
    are appended in the same transaction, and not again when the same is said twice.

    Raises:
        NumberSettled: the number was released, or confirmed for another paper.
    """
    entry = {"status": Status.CONFIRMED, "digest": digest, "path": str(path)}
    return _settle(ledger, number, entry, told.at, told)


def release(ledger: Ledger, number: Number, reason: str, moment: datetime) -> Number:
    """Enter that the number was not used, and why; it stays in the register.

    Raises:
        NumberSettled: the number is in use, or was released for another reason.
    """
    return _settle(ledger, number, {"status": Status.RELEASED, "reason": reason}, moment)


def list_numbers(ledger: Ledger) -> tuple[Number, ...]:
    """The whole register, by series, year and serial."""
    with read_transaction(ledger) as connection:
        return select_numbers(connection)


def select_numbers(connection: Connection) -> tuple[Number, ...]:
    """The same over an open connection."""
    ordered = select(*_COLUMNS).order_by(register.c.organ_code, register.c.year, register.c.serial)
    return tuple(_number_of(row) for row in connection.execute(ordered))


def find_issued(ledger: Ledger, key: str) -> Number | None:
    """The latest paper that was issued with this *key*; an empty key finds none."""
    if not key:
        return None
    latest = (
        select(*_COLUMNS)
        .where(register.c.key == key, register.c.status == Status.CONFIRMED.value)
        .order_by(register.c.year.desc(), register.c.serial.desc())
        .limit(1)
    )
    with read_transaction(ledger) as connection:
        row = connection.execute(latest).one_or_none()
    return _number_of(row) if row else None


def _series(paper: Paper) -> str:
    # A briefing counts issues, not documents: it must not use up the numbers of the organ code,
    # and two briefings of different names count apart.
    if _is_briefing(paper):
        return paper.organ_mark or f"{paper.organ_code}{BRIEFING}"
    if not paper.organ_code:
        raise OrganCodeMissing(paper.kind)
    return paper.organ_code


def _is_briefing(paper: Paper) -> bool:
    return paper.kind == BRIEFING


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


def _settle(
    ledger: Ledger,
    number: Number,
    entry: dict[str, str],
    moment: datetime,
    told: Event | None = None,
) -> Number:
    """Settle a reserved number; to say the very same again, after a crash, changes nothing."""
    with write_transaction(ledger) as connection:
        now = _read(connection, number.organ_code, number.year, number.serial)
        if now.status is Status.RESERVED:
            connection.execute(
                update(register)
                .where(*_is(number.organ_code, number.year, number.serial))
                .values({**entry, "at": moment_text(moment)})
            )
            for event in _events(connection, number, told):
                append(connection, event)
            return _read(connection, number.organ_code, number.year, number.serial)
    if any(getattr(now, name) != value for name, value in entry.items()):
        raise NumberNotReserved(document_number(now), now.status.word)
    return now


def _events(connection: Connection, number: Number, told: Event | None) -> Iterator[Event]:
    if told is None:
        return
    yield told
    of_number = _is(number.organ_code, number.year, number.serial)
    announced = connection.execute(select(register.c.told).where(*of_number)).scalar_one()
    for action, subject in json.loads(announced):
        yield replace(told, action=action, subject=subject, detail=told.subject, digest="")
    settled = _read(connection, number.organ_code, number.year, number.serial)
    subject = number_subject(number.organ_code, number.year, number.serial)
    yield replace(
        told,
        action=Action.FINGERPRINTED,
        subject=subject,
        detail=sha256_of(number_content(settled)),
    )


def _is(series: str, year: int, serial: int) -> tuple[Any, ...]:
    return (
        register.c.organ_code == series,
        register.c.year == year,
        register.c.serial == serial,
    )


def _read(connection: Connection, series: str, year: int, serial: int) -> Number:
    rows = connection.execute(select(*_COLUMNS).where(*_is(series, year, serial)))
    return _number_of(rows.one())


def _number_of(row: Row[Any]) -> Number:
    told = row._asdict()
    return Number(**{**told, "status": Status(row.status), "at": moment_of(row.at)})
