"""The questions others ask of the ledger."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from pipeline.ledger import schema
from pipeline.ledger.rows import submission_of
from pipeline.ledger.states import standing
from pipeline.ledger.store import reading
from pipeline.model.submission import Decision, Event

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, RowMapping, Table

    from pipeline.ledger.store import Ledger
    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.submission import Standing, Submission

_TABLE = schema.submissions


def find(ledger: Ledger, digest: str, campaign: str, period: str, unit: str) -> Submission | None:
    """The submission of exactly those bytes by that unit in that period.

    The period belongs to the question: the same zero report in the next period is a new one.
    """
    found = _submissions(
        ledger,
        _TABLE.c.digest == digest,
        _TABLE.c.campaign == campaign,
        _TABLE.c.period == period,
        _TABLE.c.unit == unit,
    )
    return found[0] if found else None


def submissions(ledger: Ledger, campaign: str, period: str) -> tuple[Submission, ...]:
    """Every version of every unit in a period, in the order of receipt."""
    return _submissions(ledger, _TABLE.c.campaign == campaign, _TABLE.c.period == period)


def unfinished(ledger: Ledger) -> tuple[Submission, ...]:
    """Submissions whose answer or clearing was interrupted."""
    return _submissions(ledger, (~_TABLE.c.answered) | (~_TABLE.c.cleared))


def latest_accepted(ledger: Ledger, campaign: str, period: str, unit: str) -> Submission | None:
    """The unit's latest version of that period that counts."""
    found = _submissions(
        ledger,
        _TABLE.c.campaign == campaign,
        _TABLE.c.period == period,
        _TABLE.c.unit == unit,
        _TABLE.c.decision != Decision.RETURNED.name,
    )
    return found[-1] if found else None


def standings(ledger: Ledger, campaign: Campaign, period: Period) -> tuple[Standing, ...]:
    """Where every unit of the roster stands in *period*, in roster order."""
    own: dict[str, list[Submission]] = defaultdict(list)
    for submission in submissions(ledger, campaign.name, period.code):
        own[submission.unit].append(submission)
    return tuple(standing(unit, own[unit.code]) for unit in campaign.units())


def periods(ledger: Ledger, campaign: str) -> tuple[tuple[str, datetime], ...]:
    """The periods in which anything was received, each with a moment that lies in it."""
    query = (
        select(_TABLE.c.period, _TABLE.c.received_at)
        .where(_TABLE.c.campaign == campaign)
        .order_by(_TABLE.c.number)
    )
    with reading(ledger) as connection:
        rows = connection.execute(query).all()
    return tuple({row.period: datetime.fromisoformat(row.received_at) for row in rows}.items())


def events(ledger: Ledger, limit: int | None = None) -> tuple[Event, ...]:
    """The history, the latest first."""
    query = select(schema.events).order_by(schema.events.c.number.desc()).limit(limit)
    with reading(ledger) as connection:
        rows = connection.execute(query).mappings().all()
    return tuple(
        Event(
            at=datetime.fromisoformat(row["at"]),
            actor=row["actor"],
            action=row["action"],
            subject=row["subject"],
            detail=row["detail"],
            digest=row["digest"],
        )
        for row in rows
    )


def known_digests(ledger: Ledger) -> tuple[str, ...]:
    """The digests of all submissions, for comparing the ledger with the originals."""
    with reading(ledger) as connection:
        return tuple(connection.scalars(select(_TABLE.c.digest).distinct()).all())


def _submissions(ledger: Ledger, *wanted: ColumnElement[bool]) -> tuple[Submission, ...]:
    query = select(_TABLE).where(*wanted).order_by(_TABLE.c.number)
    with reading(ledger) as connection:
        rows = connection.execute(query).mappings().all()
        numbers = [row["number"] for row in rows]
        answers = _by_submission(connection, schema.answers, numbers)
        findings = _by_submission(connection, schema.findings, numbers)
    return tuple(
        submission_of(row, answers[row["number"]], findings[row["number"]]) for row in rows
    )


def _by_submission(
    connection: Connection, table: Table, numbers: list[int]
) -> defaultdict[int, list[RowMapping]]:
    grouped: defaultdict[int, list[Any]] = defaultdict(list)
    if not numbers:
        return grouped
    query = select(table).where(table.c.submission.between(min(numbers), max(numbers)))
    ordered = query.order_by(table.c.submission, table.c.position)
    for row in connection.execute(ordered).mappings():
        grouped[row["submission"]].append(row)
    return grouped
