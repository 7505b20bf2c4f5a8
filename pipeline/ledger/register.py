"""The document register (发文登记簿): the next number, given once, reserved before it is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, insert, select, update

from pipeline.ledger.schema import numbers as _TABLE  # noqa: N812 - it is a constant
from pipeline.ledger.store import reading, writing

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from pipeline.ledger.store import Ledger
    from pipeline.model.campaign import Paper

RESERVED: Final = "reserved"
CONFIRMED: Final = "confirmed"
RELEASED: Final = "released"


@dataclass(frozen=True, slots=True)
class Number:
    """One line of the register: a number, to what it was given, and whether it was used.

    ``total`` is the running total of a briefing (总第M期), 0 for other papers; ``reason`` says why a
    released number was not used; ``path`` is relative to the workspace.
    """

    organ_code: str
    year: int
    serial: int
    total: int
    status: str
    kind: str
    title: str
    reason: str
    digest: str
    path: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Stands:
    """An issued paper: the digest of its bytes, its path in the workspace.

    ``key`` is the same for every paper that says the same, so that it can be found again.
    """

    digest: str
    path: str
    key: str = ""


def reserve(ledger: Ledger, paper: Paper, title: str, year: int, moment: datetime) -> Number:
    """Reserve the next number of the paper's organ code (机关代字) in *year*, in one transaction.

    Numbers run from the paper's first number in the first year it is used, from 1 in later years;
    a released number is not given again (GB/T 9704 asks for a sequence, not for one without a
    reason in its gaps).
    """
    code = paper.organ_code or paper.kind
    briefing = paper.kind == "简报"
    with writing(ledger) as connection:
        own = _TABLE.c.organ_code == code
        serial = connection.scalar(
            select(func.max(_TABLE.c.serial)).where(own, _TABLE.c.year == year)
        )
        total = connection.scalar(select(func.max(_TABLE.c.total)).where(own))
        used_before = connection.scalar(select(func.count()).select_from(_TABLE).where(own))
        number = Number(
            organ_code=code,
            year=year,
            serial=serial + 1 if serial else (1 if used_before else paper.first_number),
            total=(total + 1 if total else paper.first_total) if briefing else 0,
            status=RESERVED,
            kind=paper.kind,
            title=title,
            reason="",
            digest="",
            path="",
            at=moment,
        )
        connection.execute(insert(_TABLE).values(_row(number)))
    return number


def confirm(ledger: Ledger, number: Number, stands: Stands, moment: datetime) -> None:
    """Confirm a reserved number: its paper stands in the outbox."""
    values = {"digest": stands.digest, "path": stands.path, "key": stands.key}
    _settle(ledger, number, {"status": CONFIRMED, "at": moment.isoformat(), **values})


def release(ledger: Ledger, number: Number, reason: str, moment: datetime) -> None:
    """Release a reserved number; it stays in the register with the *reason*."""
    _settle(ledger, number, {"status": RELEASED, "reason": reason, "at": moment.isoformat()})


def numbers(ledger: Ledger) -> tuple[Number, ...]:
    """Every line of the register, in the order in which the numbers were given."""
    with reading(ledger) as connection:
        rows = connection.execute(select(_TABLE).order_by(_TABLE.c.id)).mappings().all()
    return tuple(_number(row) for row in rows)


def issued_with_key(ledger: Ledger, key: str) -> Number | None:
    """The latest paper that was issued with the same content key."""
    query = (
        select(_TABLE)
        .where(_TABLE.c.key == key, _TABLE.c.status == CONFIRMED)
        .order_by(_TABLE.c.id.desc())
    )
    with reading(ledger) as connection:
        row = connection.execute(query).mappings().first()
    return _number(row) if row is not None else None


def document_number(number: Number) -> str:
    """The document number (发文字号) as GB/T 9704-2012, 7.2.5 has it: 云文明办〔2026〕15号."""
    return f"{number.organ_code}〔{number.year}〕{number.serial}号"


def _settle(ledger: Ledger, number: Number, values: dict[str, str]) -> None:
    with writing(ledger) as connection:
        connection.execute(
            update(_TABLE)
            .where(
                _TABLE.c.organ_code == number.organ_code,
                _TABLE.c.year == number.year,
                _TABLE.c.serial == number.serial,
                _TABLE.c.status == RESERVED,
            )
            .values(values)
        )


def _row(number: Number) -> dict[str, object]:
    return {
        "organ_code": number.organ_code,
        "year": number.year,
        "serial": number.serial,
        "total": number.total,
        "status": number.status,
        "kind": number.kind,
        "title": number.title,
        "at": number.at.isoformat(),
    }


def _number(row: RowMapping) -> Number:
    return Number(
        organ_code=row["organ_code"],
        year=row["year"],
        serial=row["serial"],
        total=row["total"],
        status=row["status"],
        kind=row["kind"],
        title=row["title"],
        reason=row["reason"],
        digest=row["digest"],
        path=row["path"],
        at=datetime.fromisoformat(row["at"]),
    )
