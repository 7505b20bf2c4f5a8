"""Read the ledger (台账). Campaigns, periods and units are named by text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from pipeline.ledger import schema
from pipeline.ledger.history import event_of
from pipeline.ledger.rows import moment_of, submission_of
from pipeline.ledger.standing import unit_standing
from pipeline.ledger.store import read_transaction
from pipeline.model.submission import CheckOutcome

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row, Table

    from pipeline.ledger.store import Ledger
    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.event import Event
    from pipeline.model.submission import Standing, Submission

_HEAD = schema.submissions.c
_BATCH = 200


def find_submission(
    ledger: Ledger, digest: str, campaign: str, period: str, unit: str = ""
) -> Submission | None:
    """Return the submission of exactly these bytes in a period; of any unit, or of *unit* alone."""
    condition = and_(_of_period(campaign, period), _HEAD.digest == digest)
    return _latest(ledger, and_(condition, _HEAD.unit == unit) if unit else condition)


def list_submissions(
    ledger: Ledger, campaign: str, period: str, *, cells: bool = True
) -> tuple[Submission, ...]:
    """Return every submission (报送件) of a period, each version, in the order of arrival.

    Without *cells* their fillings are empty: to learn only who reported, that is many times as fast.
    """
    with read_transaction(ledger) as connection:
        return _load(connection, _of_period(campaign, period), cells=cells)


def list_standings(
    ledger: Ledger, campaign: Campaign, period: Period, *, cells: bool = True
) -> tuple[Standing, ...]:
    """Return the standing (报送情况) of each unit in *period*, in roster order; *cells* as for submissions."""
    by_unit: defaultdict[str, list[Submission]] = defaultdict(list)
    for submission in list_submissions(ledger, campaign.name, period.code, cells=cells):
        by_unit[submission.unit].append(submission)
    return tuple(unit_standing(unit, by_unit[unit.code]) for unit in campaign.units())


def latest_accepted(
    ledger: Ledger, campaign_name: str, period_code: str, unit_code: str
) -> Submission | None:
    """Return the latest accepted version of a unit, if there is one."""
    return _latest(ledger, _accepted(campaign_name, period_code, unit_code))


def has_accepted(ledger: Ledger, campaign_name: str, period_code: str, unit_code: str) -> bool:
    """Return whether a unit has an accepted version; none is loaded."""
    found = select(_HEAD.number).where(_accepted(campaign_name, period_code, unit_code)).limit(1)
    with read_transaction(ledger) as connection:
        return connection.scalar(found) is not None


def submission_by_number(ledger: Ledger, number: int) -> Submission:
    """Return the submission of that number in the ledger."""
    with read_transaction(ledger) as connection:
        (submission,) = _load(connection, _HEAD.number == number)
    return submission


def list_periods(ledger: Ledger, campaign: str) -> tuple[tuple[str, datetime], ...]:
    """Return the periods (期) in which something was received, each with the moment of its first receipt."""
    first = func.min(_HEAD.received_at)
    with read_transaction(ledger) as connection:
        rows = connection.execute(
            select(_HEAD.period, first)
            .where(_HEAD.campaign == campaign)
            .group_by(_HEAD.period)
            .order_by(_HEAD.period)
        )
        return tuple((code, moment_of(moment)) for code, moment in rows)


def original_digests(ledger: Ledger) -> tuple[str, ...]:
    """Return the digest of the original of every submission, each once."""
    with read_transaction(ledger) as connection:
        return tuple(
            connection.scalars(select(_HEAD.digest).distinct().order_by(_HEAD.digest)).all()
        )


def list_events(ledger: Ledger, limit: int | None = None) -> tuple[Event, ...]:
    """Return the history (事件), oldest first; with *limit*, only so many of the latest events."""
    newest_first = select(schema.events).order_by(schema.events.c.number.desc()).limit(limit)
    with read_transaction(ledger) as connection:
        return tuple(event_of(row) for row in reversed(connection.execute(newest_first).all()))


def count_events_by_subject(ledger: Ledger, action: str) -> dict[str, int]:
    """Return how many events of that action there are about each subject; the others are not in it."""
    table = schema.events.c
    counted = select(table.subject, func.count()).where(table.action == action)
    with read_transaction(ledger) as connection:
        rows = connection.execute(counted.group_by(table.subject))
        return {subject: int(number) for subject, number in rows}


def last_event(ledger: Ledger, action: str, digest: str) -> Event | None:
    """Return the latest event of that action about the original of *digest*, if there is one."""
    table = schema.events.c
    newest_first = (
        select(schema.events)
        .where(table.action == action, table.digest == digest)
        .order_by(table.number.desc())
        .limit(1)
    )
    with read_transaction(ledger) as connection:
        row = connection.execute(newest_first).one_or_none()
    return event_of(row) if row else None


def count_events(ledger: Ledger, action: str, digest: str, detail: str) -> int:
    """Return the number of events of that action about the original of *digest* whose detail begins with *detail*."""
    table = schema.events.c
    matching = select(func.count()).where(
        table.action == action,
        table.digest == digest,
        table.detail.startswith(detail, autoescape=True),
    )
    with read_transaction(ledger) as connection:
        return connection.scalar(matching) or 0


def submission_index(ledger: Ledger) -> tuple[tuple[str, str, str, str], ...]:
    """Return campaign, digest, decision and file name of every submission, as stored in the table."""
    columns = select(_HEAD.campaign, _HEAD.digest, _HEAD.decision, _HEAD.name).order_by(
        _HEAD.number
    )
    with read_transaction(ledger) as connection:
        return tuple(tuple(row) for row in connection.execute(columns))


def iter_submissions(
    connection: Connection, skip: Container[int] = ()
) -> Iterator[tuple[int, Submission | None]]:
    """Yield every submission by its number, without those in *skip*; ``None`` where its rows are unreadable.

    Some hundreds are in memory at a time.
    """
    numbers = connection.scalars(select(_HEAD.number).order_by(_HEAD.number))
    selected = [number for number in numbers if number not in skip]
    for start in range(0, len(selected), _BATCH):
        yield from _load_readable(connection, selected[start : start + _BATCH])


def _of_period(campaign: str, period: str) -> ColumnElement[bool]:
    return and_(_HEAD.campaign == campaign, _HEAD.period == period)


def _accepted(campaign: str, period: str, unit: str) -> ColumnElement[bool]:
    returned = CheckOutcome.RETURNED.value
    return and_(_of_period(campaign, period), _HEAD.unit == unit, _HEAD.decision != returned)


def _latest(ledger: Ledger, condition: ColumnElement[bool]) -> Submission | None:
    with read_transaction(ledger) as connection:
        number = connection.scalar(select(func.max(_HEAD.number)).where(condition))
        if number is None:
            return None
        (submission,) = _load(connection, _HEAD.number == number)
    return submission


def _load_readable(
    connection: Connection, numbers: Sequence[int]
) -> Iterator[tuple[int, Submission | None]]:
    try:
        loaded = _load(connection, _HEAD.number.in_(numbers))
    except (ValueError, KeyError, TypeError, ArithmeticError):  # not as the program writes rows
        if len(numbers) == 1:
            yield numbers[0], None
        else:
            for number in numbers:
                yield from _load_readable(connection, [number])
    else:
        yield from ((submission.number, submission) for submission in loaded)


def _load(
    connection: Connection, condition: ColumnElement[bool], *, cells: bool = True
) -> tuple[Submission, ...]:
    """Load submissions by four queries, or two without cells, for any number of submissions."""
    heads = connection.execute(
        select(schema.submissions).where(condition).order_by(_HEAD.number)
    ).all()
    none: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    lists, answers = (
        _rows_by_submission(connection, table, condition) if cells else none
        for table in (schema.list_rows, schema.answers)
    )
    findings = _rows_by_submission(connection, schema.findings, condition)
    return tuple(
        submission_of(head, lists[head.number], answers[head.number], findings[head.number])
        for head in heads
    )


def _rows_by_submission(
    connection: Connection, table: Table, condition: ColumnElement[bool]
) -> defaultdict[int, list[Row[Any]]]:
    numbers = select(_HEAD.number).where(condition)
    ordered = (
        select(table)
        .where(table.c.submission.in_(numbers))
        .order_by(table.c.submission, table.c.position)
    )
    rows: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(ordered):
        rows[row.submission].append(row)
    return rows
