"""The questions others ask the ledger (台账). Campaigns, periods and units are named by text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from pipeline.ledger import schema
from pipeline.ledger.history import event_of, first_broken
from pipeline.ledger.rows import moment_of, submission_of
from pipeline.ledger.states import unit_standing
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
_AT_A_TIME = 200


def find_submission(
    ledger: Ledger, digest: str, campaign: str, period: str, unit: str = ""
) -> Submission | None:
    """The submission of exactly these bytes in a period; of any unit, or of *unit* alone."""
    wanted = and_(_of_period(campaign, period), _HEAD.digest == digest)
    return _last(ledger, and_(wanted, _HEAD.unit == unit) if unit else wanted)


def list_submissions(
    ledger: Ledger, campaign: str, period: str, *, cells: bool = True
) -> tuple[Submission, ...]:
    """Every submission (报送件) of a period, each version, in the order of arrival.

    Without *cells* their fillings are empty: whoever asks only who and how has it many times as fast.
    """
    with read_transaction(ledger) as connection:
        return _load(connection, _of_period(campaign, period), cells=cells)


def list_standings(
    ledger: Ledger, campaign: Campaign, period: Period, *, cells: bool = True
) -> tuple[Standing, ...]:
    """Where each unit of the roster stands in *period*, in roster order; *cells* as for its submissions."""
    by_unit: defaultdict[str, list[Submission]] = defaultdict(list)
    for submission in list_submissions(ledger, campaign.name, period.code, cells=cells):
        by_unit[submission.unit].append(submission)
    return tuple(unit_standing(unit, by_unit[unit.code]) for unit in campaign.units())


def latest_accepted(
    ledger: Ledger, campaign_name: str, period_code: str, unit_code: str
) -> Submission | None:
    """The latest version of a unit that counts, if there is one."""
    return _last(
        ledger,
        and_(
            _of_period(campaign_name, period_code),
            _HEAD.unit == unit_code,
            _HEAD.decision != CheckOutcome.RETURNED.value,
        ),
    )


def submission_by_number(ledger: Ledger, number: int) -> Submission:
    """The submission of that number in the ledger."""
    with read_transaction(ledger) as connection:
        (found,) = _load(connection, _HEAD.number == number)
    return found


def list_periods(ledger: Ledger, campaign: str) -> tuple[tuple[str, datetime], ...]:
    """The periods in which something came in, each with the moment of its first arrival."""
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
    """The digest of every original that the ledger speaks of, each once."""
    with read_transaction(ledger) as connection:
        return tuple(
            connection.scalars(select(_HEAD.digest).distinct().order_by(_HEAD.digest)).all()
        )


def list_events(ledger: Ledger, limit: int | None = None) -> tuple[Event, ...]:
    """The history (事件) from its beginning; with *limit*, only the last so many, oldest first."""
    newest_first = select(schema.events).order_by(schema.events.c.number.desc()).limit(limit)
    with read_transaction(ledger) as connection:
        return tuple(event_of(row) for row in reversed(connection.execute(newest_first).all()))


def last_event(ledger: Ledger, action: str, digest: str) -> Event | None:
    """The last event of that kind about the original of *digest*, if there was one."""
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


def ledger_faults(ledger: Ledger) -> tuple[str, ...]:
    """What is wrong with the ledger itself, as sentences for the self-examination (自检).

    Looks at every page of the database and at every link of the history.
    """
    with read_transaction(ledger) as connection:
        checked = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        broken = first_broken(connection)
    found = [f"台账数据库有损坏：{said}。请从备份恢复。" for said in checked if said != "ok"]
    if broken:
        found.append(
            f"台账的第{broken}条事件与前文对不上，可能被人在程序之外改动过。请与备份核对。"
        )
    return tuple(found)


def _of_period(campaign: str, period: str) -> ColumnElement[bool]:
    return and_(_HEAD.campaign == campaign, _HEAD.period == period)


def _last(ledger: Ledger, wanted: ColumnElement[bool]) -> Submission | None:
    with read_transaction(ledger) as connection:
        number = connection.scalar(select(func.max(_HEAD.number)).where(wanted))
        if number is None:
            return None
        (found,) = _load(connection, _HEAD.number == number)
    return found


def submission_index(ledger: Ledger) -> tuple[tuple[str, str, str, str], ...]:
    """Of every submission: campaign, digest, decision and file name, as they stand in the table."""
    wanted = select(_HEAD.campaign, _HEAD.digest, _HEAD.decision, _HEAD.name).order_by(_HEAD.number)
    with read_transaction(ledger) as connection:
        return tuple(tuple(row) for row in connection.execute(wanted))


def iter_submissions(
    connection: Connection, but: Container[int] = ()
) -> Iterator[tuple[int, Submission | None]]:
    """Every submission by its number, *but* for some; ``None`` for garbled rows.

    Some hundreds are in memory at a time.
    """
    numbers = connection.scalars(select(_HEAD.number).order_by(_HEAD.number))
    every = [number for number in numbers if number not in but]
    for start in range(0, len(every), _AT_A_TIME):
        yield from _readable(connection, every[start : start + _AT_A_TIME])


def _readable(
    connection: Connection, numbers: Sequence[int]
) -> Iterator[tuple[int, Submission | None]]:
    try:
        loaded = _load(connection, _HEAD.number.in_(numbers))
    except (ValueError, KeyError, TypeError, ArithmeticError):  # not as the program writes rows
        if len(numbers) == 1:
            yield numbers[0], None
        else:
            for number in numbers:
                yield from _readable(connection, [number])
    else:
        yield from ((submission.number, submission) for submission in loaded)


def _load(
    connection: Connection, wanted: ColumnElement[bool], *, cells: bool = True
) -> tuple[Submission, ...]:
    """Four queries, or two without cells, however many submissions there are."""
    heads = connection.execute(
        select(schema.submissions).where(wanted).order_by(_HEAD.number)
    ).all()
    none: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    lists, answers = (
        _by_submission(connection, table, wanted) if cells else none
        for table in (schema.list_rows, schema.answers)
    )
    found = _by_submission(connection, schema.findings, wanted)
    return tuple(
        submission_of(head, lists[head.number], answers[head.number], found[head.number])
        for head in heads
    )


def _by_submission(
    connection: Connection, table: Table, wanted: ColumnElement[bool]
) -> defaultdict[int, list[Row[Any]]]:
    numbers = select(_HEAD.number).where(wanted)
    ordered = (
        select(table)
        .where(table.c.submission.in_(numbers))
        .order_by(table.c.submission, table.c.position)
    )
    rows: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(ordered):
        rows[row.submission].append(row)
    return rows
