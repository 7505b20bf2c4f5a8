"""Take numbers for papers that are made elsewhere (预留), and declare numbers void (作废); both are decided by persons.

A number in use stays in the register as it was confirmed: that it is void is an event of the history with
person and reason, and the register reads it there. No number that was taken is ever given to another paper.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import insert, update

from pipeline.ledger.fingerprints import number_subject
from pipeline.ledger.history import append
from pipeline.ledger.register import (
    FILLED_LATER,
    fingerprint_of,
    next_in_series,
    primary_key,
    read_number,
    series_of,
)
from pipeline.ledger.rows import moment_text
from pipeline.ledger.schema import numbers as register
from pipeline.ledger.store import proven_transaction
from pipeline.model.document_number import Intent, Number, Status
from pipeline.model.event import Action

if TYPE_CHECKING:
    from pipeline.ledger.store import Ledger
    from pipeline.model.campaign import Paper
    from pipeline.model.event import Event


def hold(ledger: Ledger, paper: Paper, intent: Intent, year: int, event: Event) -> Number:
    """Take the next number of the series for a paper that is made elsewhere (预留).

    ``intent.title`` is what it is for; *event* gives time and person of the event that is appended.

    Raises:
        OrganCodeMissing: the series has no name.
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
            "status": Status.HELD.value,
            "kind": "",
            "title": "",
            "told": "[]",
            "at": moment_text(event.at),
        }
        empty = dict.fromkeys(FILLED_LATER, "")
        connection.execute(insert(register), empty | row | {"reason": intent.title})
        subject = number_subject(series, year, serial)
        append(connection, replace(event, action=Action.HELD, subject=subject, detail=intent.title))
        return read_number(connection, series, year, serial)


def take_back_paper(ledger: Ledger, number: Number) -> None:
    """Detach the paper that was not published from a held number, which stays held."""
    key = primary_key(number.organ_code, number.year, number.serial)
    paper = dict.fromkeys(("kind", "title", "key", "digest", "path"), "")
    with proven_transaction(ledger) as connection:
        if read_number(connection, number.organ_code, number.year, number.serial).status.is_open:
            connection.execute(update(register).where(*key).values(paper))


def void(ledger: Ledger, number: Number, event: Event) -> Number:
    """Declare a number void (作废): time and person are those of *event*, the reason is its detail.

    A number that is void already stays as it is, so that the same command again changes nothing.

    Raises:
        LedgerBusy: another process is writing and doesn't finish.
    """
    key = primary_key(number.organ_code, number.year, number.serial)
    name = (number.organ_code, number.year, number.serial)
    with proven_transaction(ledger) as connection:
        stored = read_number(connection, *name)
        if stored.voided or stored.status is Status.RELEASED:
            return stored
        voiding = replace(
            event, action=Action.VOIDED, subject=number_subject(*name), digest=stored.digest
        )
        if stored.status.is_open:
            released = {"status": Status.RELEASED.value, "reason": event.detail}
            connection.execute(
                update(register)
                .where(*key)
                .values({**released, "at": moment_text(event.at), "digest": "", "path": ""})
            )
            append(connection, fingerprint_of(read_number(connection, *name), event))
        append(connection, voiding)
        return read_number(connection, *name)
